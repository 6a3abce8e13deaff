package switchboard.engine.nio;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.FileRange;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.FileError;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.ResetDetector;
import switchboard.net.spi.support.UninterruptibleCalls;
import switchboard.net.spi.support.Waiting;

/** A connected socket channel: try first, and wait for the poller when the kernel has nothing. */
final class NioStream implements StreamHandle {
  /** The JDK copies a heap buffer whole into a direct one that it keeps; so give it pieces. */
  private static final int PIECE_BYTES = 128 * 1024;

  /** How much of a file moves between two looks at the deadline. */
  private static final int FILE_PIECE_BYTES = 1 << 20;

  private final SocketChannel channel;
  private final NioSocket polled;
  private final Address local;
  private final Address remote;

  /**
   * The last read took all that the kernel had, so the next one need not ask before it waits. A new
   * connection has nothing as a rule. Confined to the one thread that reads.
   */
  private boolean drained = true;

  private final ResetDetector end = new ResetDetector();

  NioStream(SocketChannel channel, NioSocket polled) throws IOException {
    this.channel = channel;
    this.polled = polled;
    this.local = NioAddresses.fromJdk(channel.getLocalAddress());
    this.remote = NioAddresses.fromJdk(channel.getRemoteAddress());
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
    while (true) {
      awaitReadable();
      int count = tryRead(target);
      if (count != 0) {
        return count;
      }
    }
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    int limit = target.limit();
    cutToPiece(target);
    try {
      int count = channel.read(target);
      drained = count >= 0 && target.hasRemaining();
      if (count < 0) {
        return end.isReached() ? count : 0;
      }
      polled.spendOnReading(count);
      return count;
    } catch (IOException e) {
      throw lost(e);
    } finally {
      target.limit(limit);
    }
  }

  /** Keeps a loss, which the kernel tells once. */
  private IOException lost(IOException e) {
    IOException translated = NioErrors.ofStream(e);
    if (translated instanceof SystemError error && error.kind() == SystemError.Kind.LOST) {
      end.lose(error);
    }
    return translated;
  }

  /**
   * A write that fails may have heard of a reset (ECONNRESET), or of a peer that had ended before
   * (EPIPE), whose end is still to be read. The JDK does not say which: TCP is then taken to be
   * lost, and a Unix socket, which has no resets as a rule, to be ended.
   */
  private IOException failedWrite(IOException e) {
    return local instanceof Address.Inet ? lost(e) : NioErrors.ofStream(e);
  }

  private static void cutToPiece(ByteBuffer buffer) {
    if (buffer.remaining() > PIECE_BYTES && !buffer.isDirect()) {
      buffer.limit(buffer.position() + PIECE_BYTES);
    }
  }

  @Override
  public void awaitReadable() throws IOException {
    if (end.isUndecided()) {
      end.await();
    } else if (drained) {
      polled.awaitReadable();
      drained = false;
    }
    if (polled.isClosed()) {
      throw SystemError.closed();
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    while (true) {
      int count = tryWrite(source);
      if (count != 0) {
        return count;
      }
      polled.awaitWritable();
    }
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    int limit = source.limit();
    cutToPiece(source);
    try {
      return (int) written(() -> channel.write(source));
    } finally {
      source.limit(limit);
    }
  }

  @Override
  public int write(ByteBuffer[] sources, int first) throws IOException {
    while (true) {
      int count = tryWrite(sources, first);
      if (count != 0) {
        return count;
      }
      polled.awaitWritable();
    }
  }

  private int tryWrite(ByteBuffer[] sources, int first) throws IOException {
    int left = PIECE_BYTES;
    int end = first;
    while (end < sources.length && sources[end].remaining() <= left) {
      left -= sources[end].remaining();
      end++;
    }
    if (end == sources.length) {
      return (int) written(() -> channel.write(sources, first, sources.length - first));
    }
    ByteBuffer last = sources[end];
    int count = end - first + 1;
    int limit = last.limit();
    last.limit(last.position() + left);
    try {
      return (int) written(() -> channel.write(sources, first, count));
    } finally {
      last.limit(limit);
    }
  }

  /** A call that writes to the channel. */
  private interface Writing {
    long write() throws IOException;
  }

  private long written(Writing call) throws IOException {
    long count;
    end.enterWrite();
    try {
      count = call.write();
    } catch (IOException e) {
      throw failedWrite(e);
    } finally {
      end.leaveWrite();
    }
    polled.spendOnWriting(count);
    return count;
  }

  /** The JDK has sendfile(2) for that; the other way it only copies, as we do. */
  @Override
  public boolean transferFrom(FileRange range) throws IOException {
    while (range.hasRemaining()) {
      Waiting.check(); // a peer who takes everything at once never lets us wait
      long count = trySend(range);
      range.advance(count);
      polled.spendOnWriting(count);
      if (count == 0) {
        if (hasEnded(range)) {
          return true;
        }
        polled.awaitWritable();
      }
    }
    return true;
  }

  private long trySend(FileRange range) throws IOException {
    long bytes = Math.min(range.remaining(), FILE_PIECE_BYTES);
    end.enterWrite();
    try {
      return UninterruptibleCalls.call(
          () -> range.file().transferTo(range.position(), bytes, channel));
    } catch (IOException e) {
      requireFile(range);
      throw failedWrite(e);
    } finally {
      end.leaveWrite();
    }
  }

  /** Fails if it is the file that fails, and not the connection. */
  private static void requireFile(FileRange range) throws FileError {
    try {
      UninterruptibleCalls.call(() -> range.file().read(ByteBuffer.allocate(1), range.position()));
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  private static boolean hasEnded(FileRange range) throws FileError {
    try {
      return range.position() >= UninterruptibleCalls.call(range.file()::size);
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      throw NioErrors.ofStream(e);
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      throw NioErrors.ofStream(e);
    } finally {
      end.decide();
      polled.wakeReader();
    }
  }

  @Override
  public void close() throws IOException {
    if (hasUnread()) {
      abort();
    } else {
      polled.close();
      end.decide();
    }
  }

  /**
   * TCP resets a connection that is closed with input unread (RFC 1122 §4.2.2.13). But the JDK
   * shuts the output down before it closes, and the peer would take that for an orderly end. Takes
   * a byte, perhaps, which nobody can read any more.
   */
  private boolean hasUnread() {
    try {
      return local instanceof Address.Inet && channel.read(ByteBuffer.allocate(1)) > 0;
    } catch (IOException lostOrClosed) {
      return false;
    }
  }

  @Override
  public void abort() throws IOException {
    try {
      if (local instanceof Address.Inet && channel.isOpen()) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // close then sends a reset
      }
    } finally {
      polled.close();
      end.decide();
    }
  }

  @Override
  public Address local() {
    return local;
  }

  @Override
  public Address remote() {
    return remote;
  }

  @Override
  public ConnectionOptions options() {
    return new NioOptions(channel);
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return polled.onReady(interest, wake);
  }
}
