package switchboard.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Failure;
import switchboard.net.ForwardingConnection;
import switchboard.net.SocketClosedException;

/**
 * A view of the standard streams for one peer. Closing the view does not close the standard
 * streams, so that the next peer can use the standard streams. With {@link RelayOptions#keepOpen},
 * shutting down the output of the view does not close standard output either. The messages of
 * exceptions name standard input or standard output. Thread-safe.
 */
final class SharedStandardStreams extends ForwardingConnection {
  private final Connection streams;
  private final boolean keepOpen;
  private final boolean quiet;
  private volatile boolean inputShut;
  private volatile boolean closed;

  /** The deadline of the read that is currently blocked; null if no read is blocked. */
  private volatile @Nullable Deadline reading;

  SharedStandardStreams(Connection streams, RelayOptions options) {
    super(streams);
    this.streams = streams;
    this.keepOpen = options.keepOpen();
    this.quiet = options.quiet();
    this.inputShut = !options.input();
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    requireOpen("read");
    if (inputShut) {
      return -1;
    }
    try {
      return streams.tryRead(target);
    } catch (ConnectionLostException e) {
      throw inputLost(e);
    }
  }

  @Override
  public void awaitReadable() throws IOException {
    try (Deadline deadline = Deadline.never()) {
      reading = deadline;
      if (!inputShut) { // shutdownInput() sets the flag, then reads the deadline
        streams.awaitReadable();
      }
    } catch (ConnectionLostException e) {
      throw inputLost(e);
    } catch (DeadlineExceededException e) {
      if (!inputShut) {
        throw e;
      }
    } finally {
      reading = null;
    }
    requireOpen("read");
  }

  private static IOException inputLost(ConnectionLostException e) {
    return new IOException("can't read standard input: " + reason(e), e);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    requireOpen("write");
    if (quiet) {
      bytes.position(bytes.limit());
      return;
    }
    try {
      streams.write(bytes);
    } catch (ConnectionLostException e) {
      throw new OutputLostException(reason(e), e);
    }
  }

  private static @Nullable String reason(ConnectionLostException e) {
    Throwable system = e.getCause();
    return system == null ? e.getMessage() : system.getMessage();
  }

  private void requireOpen(String operation) throws SocketClosedException {
    if (closed) {
      throw new SocketClosedException(
          new Failure(operation, local(), remote(), "the relay has ended"));
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (!keepOpen && !quiet) {
      streams.shutdownOutput();
    }
  }

  @Override
  public void shutdownInput() {
    inputShut = true;
    Deadline blocked = reading;
    if (blocked != null) {
      blocked.expireNow();
    }
  }

  @Override
  public void close() {
    closed = true;
    shutdownInput();
  }

  @Override
  public void abort() {
    close();
  }

  @Override
  public boolean isOpen() {
    return !closed && streams.isOpen();
  }
}
