package switchboard.net.spi.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;

/**
 * A listener over non-blocking system calls. {@link #accept} first makes the system call, and waits
 * for readiness only if no connection is waiting.
 *
 * @param <S> the engine's type of an accepted socket
 * @since 0.1.0
 */
public final class ReadinessListener<S> implements ListenerHandle {
  /**
   * The number of consecutive errors, each of a single peer, after which the caller gets the error.
   */
  private static final int FAILURES_MAX = 1024;

  private final ReadinessSocket<?> socket;
  private final ListenerCalls<S> calls;
  private final Address local;

  /** Identifies the socket file that was created, so that {@link #close} removes no other file. */
  private final @Nullable Object fileKey;

  /**
   * Creates a handle for a socket that listens.
   *
   * @param socket used to wait for readiness; closed with this handle
   * @param calls the system calls of the socket
   * @param local the address on which the socket listens; if the system has chosen the port, with
   *     that port
   * @param fileKey for a Unix socket with a path, the result of {@link SocketFiles#bind}; null for
   *     other sockets
   */
  public ReadinessListener(
      ReadinessSocket<?> socket, ListenerCalls<S> calls, Address local, @Nullable Object fileKey) {
    this.socket = socket;
    this.calls = calls;
    this.local = local;
    this.fileKey = fileKey;
  }

  @Override
  public StreamHandle accept() throws IOException {
    while (true) {
      StreamHandle stream = tryAccept();
      if (stream != null) {
        return stream;
      }
      socket.awaitReadable();
    }
  }

  @Override
  public @Nullable StreamHandle tryAccept() throws IOException {
    int failures = 0;
    while (true) {
      S accepted;
      try {
        accepted = calls.tryAccept();
      } catch (SystemError e) {
        if (calls.isOfOnePeer(e) && ++failures <= FAILURES_MAX) {
          continue;
        }
        throw e;
      }
      if (accepted == null) {
        return null;
      }
      socket.spendOnReading(0);
      StreamHandle stream = stream(accepted);
      if (stream != null) {
        return stream;
      }
    }
  }

  /**
   * Returns the stream of an accepted socket; null if the peer has disconnected before the options
   * could be set.
   */
  private @Nullable StreamHandle stream(S accepted) throws IOException {
    boolean handedOut = false;
    try {
      StreamHandle stream = calls.stream(accepted);
      handedOut = true;
      return stream;
    } catch (IOException e) {
      if (calls.hasDisconnected(accepted, e)) {
        return null;
      }
      throw withoutOptions(e);
    } finally {
      if (!handedOut) {
        calls.close(accepted);
      }
    }
  }

  private static SystemError withoutOptions(IOException e) {
    String reason = "cannot set the options of an accepted connection: " + e.getMessage();
    return e instanceof SystemError error
        ? new SystemError(error.kind(), reason, error.name())
        : new SystemError(SystemError.Kind.OTHER, reason);
  }

  @Override
  public Address local() {
    return local;
  }

  @Override
  public ConnectionOptions options() {
    return calls.options();
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return socket.onReady(interest, wake);
  }

  @Override
  public void close() throws IOException {
    try {
      socket.close();
      socket.awaitFreed(); // so that the port is free when close returns
    } finally {
      SocketFiles.unlink(local, fileKey);
    }
  }
}
