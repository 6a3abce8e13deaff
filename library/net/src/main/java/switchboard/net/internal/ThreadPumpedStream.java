package switchboard.net.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Selectable;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.BytePipe;

/**
 * A stream over two blocking streams of the JDK, such as the pipes to a child process or standard
 * input and output. Calls on such streams cannot time out, and other threads cannot end them.
 * Therefore each direction has a platform thread, the pump, which copies bytes between the JDK
 * stream and a bounded in-memory pipe. Callers block on the pipe instead of the stream. A pump is
 * started when its direction is used for the first time. When the pump ends, it closes its JDK
 * stream.
 */
public final class ThreadPumpedStream implements StreamHandle {
  private static final int BYTES_MAX = 64 * 1024;
  private static final int PIECE_BYTES = 16 * 1024;
  private static final Address NOWHERE = new Address.Unix("");

  private final InputStream in;
  private final OutputStream out;
  private final BooleanSupplier readerGone;
  private final BytePipe incoming = new BytePipe(BYTES_MAX);
  private final BytePipe outgoing = new BytePipe(BYTES_MAX);
  private final Once reading;
  private final Once writing;
  private volatile boolean closed;
  private volatile boolean aborted;

  /**
   * Creates a stream over two streams of the JDK.
   *
   * @param readerGone called after a write to {@code out} has failed; returns whether the cause is
   *     that the reader has closed its end. The JDK reports the cause only in a message in the
   *     language of the locale
   */
  public ThreadPumpedStream(
      InputStream in, OutputStream out, Names names, BooleanSupplier readerGone) {
    this.in = in;
    this.out = out;
    this.readerGone = readerGone;
    this.reading = new Once(names.reader, this::pumpIn);
    this.writing = new Once(names.writer, this::pumpOut);
  }

  /** The names of the two pump threads. */
  public record Names(String reader, String writer) {}

  /** A thread that is started when it is first needed. */
  private static final class Once {
    private final Thread thread;
    private boolean started; // guarded by this

    Once(String name, Runnable body) {
      this.thread = Thread.ofPlatform().daemon().name(name).unstarted(body);
    }

    synchronized void start() {
      if (!started) {
        started = true;
        thread.start();
      }
    }

    /** Prevents the thread from being started. Returns false if the thread was already started. */
    synchronized boolean omit() {
      boolean never = !started;
      started = true;
      return never;
    }
  }

  private void pumpIn() {
    byte[] bytes = new byte[PIECE_BYTES];
    try (in) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        var piece = ByteBuffer.wrap(bytes, 0, count);
        while (piece.hasRemaining()) {
          incoming.write(piece);
        }
      }
      incoming.end();
    } catch (IOException | RuntimeException | Error e) {
      incoming.fail(reason(e)); // after any error: otherwise readers would wait forever
    }
  }

  private void pumpOut() {
    var bytes = ByteBuffer.allocate(BYTES_MAX);
    try {
      while (true) {
        outgoing.awaitReadable();
        if (outgoing.peek(bytes.clear()) < 0) {
          break;
        }
        out.write(bytes.array(), 0, bytes.position());
        out.flush();
        outgoing.skip(bytes.position()); // last: an empty pipe means that all was written
      }
      out.close();
    } catch (IOException | RuntimeException | Error e) {
      boolean gone = e instanceof IOException && readerGone.getAsBoolean();
      outgoing.fail(new SystemError(SystemError.Kind.LOST, reason(e), gone ? "EPIPE" : ""));
      if (!aborted) {
        HandleOwner.quietly(out::close);
      }
    }
  }

  private static String reason(Throwable thrown) {
    return thrown instanceof IOException && thrown.getMessage() != null
        ? thrown.getMessage()
        : thrown.toString();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireWritable(target);
    requireOpen();
    reading.start();
    return orClosed(incoming.read(target));
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    requireWritable(target);
    requireOpen();
    reading.start();
    return orClosed(incoming.tryRead(target));
  }

  @Override
  public void awaitReadable() throws IOException {
    requireOpen();
    reading.start();
    incoming.awaitReadable();
    requireOpen();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    requireOpen();
    writing.start();
    try {
      int count = outgoing.write(source);
      outgoing.awaitEmpty(() -> closed); // until the system has accepted the bytes
      requireOpen();
      return count;
    } catch (SystemError e) {
      requireOpen(); // close also ends the pipe, and must not look like shutdownOutput
      throw e;
    }
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    requireOpen();
    writing.start();
    try {
      return outgoing.tryWrite(source);
    } catch (SystemError e) {
      requireOpen();
      throw e;
    }
  }

  /**
   * Returns {@code count}. Throws an exception instead of returning EOF if {@link #close} was
   * called, which ends both pipes.
   */
  private int orClosed(int count) throws IOException {
    if (count < 0) {
      requireOpen();
    }
    return count;
  }

  private static void requireWritable(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw SystemError.closed();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    writing.start();
    outgoing.end();
    outgoing.awaitEmpty(() -> closed);
  }

  @Override
  public void shutdownInput() throws IOException {
    endInput();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    writing.start();
    outgoing.end();
    endInput();
  }

  /** Does not close the output stream, because its reader would take the close for EOF. */
  @Override
  public void abort() throws IOException {
    closed = true;
    aborted = true;
    outgoing.fail("aborted locally");
    endInput();
  }

  private void endInput() throws IOException {
    incoming.abandon();
    if (reading.omit()) {
      in.close();
    }
  }

  @Override
  public Address local() {
    return NOWHERE;
  }

  @Override
  public Address remote() {
    return NOWHERE;
  }

  @Override
  public ConnectionOptions options() {
    return UnsupportedOptions.INSTANCE;
  }

  @Override
  public Selectable.Registration onReady(Interest interest, Runnable wake) {
    if (interest == Interest.READ) {
      reading.start();
      return incoming.onReadable(wake);
    }
    return outgoing.onWritable(wake);
  }
}
