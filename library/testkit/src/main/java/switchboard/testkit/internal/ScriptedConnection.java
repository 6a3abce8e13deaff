package switchboard.testkit.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionOptions;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Interest;
import switchboard.net.Sink;
import switchboard.net.Source;

/**
 * A connection for checks of codecs. Reads return prepared bytes piece by piece, and then EOF. If
 * the next piece is empty, one blocking read throws a {@link DeadlineExceededException}. Written
 * bytes are collected. Only one thread may use a connection.
 */
public final class ScriptedConnection implements Connection {
  private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Source source = Source.of(this);
  private final Sink sink = Sink.of(this);
  private long taken;

  private ScriptedConnection() {}

  /** Returns a connection that delivers all bytes in one piece. */
  public static ScriptedConnection whole(byte[] bytes) {
    return new ScriptedConnection().add(bytes, 0, bytes.length);
  }

  /** Returns a connection that delivers the first {@code length} bytes one at a time. */
  public static ScriptedConnection dribbled(byte[] bytes, int length) {
    var dribbled = new ScriptedConnection();
    for (int i = 0; i < length; i++) {
      dribbled.add(bytes, i, 1);
    }
    return dribbled;
  }

  /** Returns a connection that delivers the bytes in pieces of 1 to 9 bytes. */
  public static ScriptedConnection split(byte[] bytes, RandomGenerator random) {
    var split = new ScriptedConnection();
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(9));
      split.add(bytes, at, length);
      at += length;
    }
    return split;
  }

  /**
   * Returns a connection that delivers the bytes in two pieces. Between the two pieces one read
   * times out.
   */
  public static ScriptedConnection cutAt(byte[] bytes, int offset) {
    return new ScriptedConnection()
        .add(bytes, 0, offset)
        .cut()
        .add(bytes, offset, bytes.length - offset);
  }

  /** Returns a connection that delivers {@code piece} {@code count} times. */
  public static ScriptedConnection repeated(byte[] piece, int count) {
    var repeated = new ScriptedConnection();
    for (int i = 0; i < count; i++) {
      repeated.add(piece, 0, piece.length);
    }
    return repeated;
  }

  public ScriptedConnection add(byte[] bytes, int offset, int length) {
    if (length > 0) {
      pieces.add(ByteBuffer.wrap(bytes, offset, length));
    }
    return this;
  }

  private ScriptedConnection cut() {
    pieces.add(ByteBuffer.allocate(0));
    return this;
  }

  /** Returns all written bytes. */
  public byte[] written() {
    return written.toByteArray();
  }

  /** Returns the number of bytes that were read. */
  public long taken() {
    return taken;
  }

  @Override
  public int read(ByteBuffer target) throws DeadlineExceededException {
    awaitReadable();
    return tryRead(target);
  }

  @Override
  public int tryRead(ByteBuffer target) {
    ByteBuffer piece = pieces.peek();
    if (piece == null) {
      return -1;
    }
    int count = Math.min(piece.remaining(), target.remaining());
    target.put(piece.slice().limit(count));
    piece.position(piece.position() + count);
    if (count > 0 && !piece.hasRemaining()) {
      pieces.remove();
    }
    taken += count;
    return count;
  }

  @Override
  public void awaitReadable() throws DeadlineExceededException {
    ByteBuffer piece = pieces.peek();
    if (piece != null && !piece.hasRemaining()) {
      pieces.remove();
      throw new DeadlineExceededException();
    }
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public void write(ByteBuffer bytes) {
    byte[] taken = new byte[bytes.remaining()];
    bytes.get(taken);
    written.writeBytes(taken);
  }

  @Override
  public void write(ByteBuffer... sources) {
    for (ByteBuffer each : sources) {
      write(each);
    }
  }

  @Override
  public int tryWrite(ByteBuffer bytes) {
    int count = bytes.remaining();
    write(bytes);
    return count;
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void shutdownInput() {}

  @Override
  public void close() {}

  @Override
  public void abort() {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public Address local() {
    return Address.loopback(0);
  }

  @Override
  public Address remote() {
    return Address.loopback(0);
  }

  @Override
  public ConnectionOptions options() {
    throw noSocket();
  }

  @Override
  public Sink sink() {
    return sink;
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    throw noSocket();
  }

  private static UnsupportedOperationException noSocket() {
    return new UnsupportedOperationException("a scripted connection has no socket");
  }

  /** Returns a description of the pieces that have not been read yet. */
  @Override
  public String toString() {
    return "scripted " + List.copyOf(pieces);
  }
}
