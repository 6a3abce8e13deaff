package switchboard.echo;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.UnexpectedEofException;

/**
 * Sends a stream of bytes to an echo server, and at the same time receives the bytes that come
 * back. A separate thread sends, and the calling thread receives. Full buffers therefore cannot
 * cause a deadlock.
 */
final class EchoedStream {
  private static final System.Logger LOG = System.getLogger("switchboard.echo");
  private static final int PIECE_BYTES = 64 * 1024;

  private final Connection echo;
  private final Duration idleTimeout;

  /**
   * The exception that a read of the input has thrown; null if no read has failed. Written by the
   * sending thread, and read after that thread has ended.
   */
  private @Nullable IOException inputFailure;

  /**
   * Creates an instance that uses the connection {@code echo}. After {@link #run}, the connection
   * cannot be used again.
   *
   * @param idleTimeout the maximum time without a reply while replies are outstanding
   */
  EchoedStream(Connection echo, Duration idleTimeout) {
    this.echo = echo;
    this.idleTimeout = idleTimeout;
  }

  /**
   * Sends all bytes of {@code input}, and passes the bytes that come back to {@code output}.
   * Returns the number of bytes that came back.
   */
  long run(EchoClient.Input input, EchoClient.Output output) throws IOException {
    try (var idle = Deadline.never()) {
      var progress = new StreamProgress(idle, idleTimeout);
      var sender =
          Thread.ofVirtual().name("switchboard-echo-send").unstarted(() -> send(input, progress));
      sender.start();
      try {
        receive(output, progress);
      } finally {
        progress.over();
        sender.interrupt(); // it may be blocked in a read of the input
        awaitEnd(sender);
      }
      return requireEqual(progress);
    }
  }

  private void send(EchoClient.Input input, StreamProgress progress) {
    var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    try {
      while (input.read(piece.clear()) >= 0) {
        if (!sendPiece(piece.flip(), progress)) {
          return;
        }
      }
      progress.sentAll();
      sendEof();
    } catch (IOException e) {
      inputFailure = e;
      progress.failed();
    }
  }

  /**
   * Sends bytes. Returns false if sending fails. After such a failure, the receiving thread may
   * still receive a final message of the server.
   */
  private boolean sendPiece(ByteBuffer piece, StreamProgress progress) {
    progress.sending(piece);
    try {
      echo.write(piece);
      progress.moved();
      return true;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot send to the echo server: {0}", e.getMessage());
      return false;
    }
  }

  private void sendEof() {
    try {
      echo.shutdownOutput();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot shut down the output to the echo server: {0}", e.getMessage());
    }
  }

  private void receive(EchoClient.Output output, StreamProgress progress) throws IOException {
    var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    while (true) {
      try {
        if (echo.read(piece.clear()) < 0) {
          return;
        }
      } catch (DeadlineExceededException e) {
        if (progress.hasFailed()) {
          return; // the sending thread has failed, and has stored the reason
        }
        throw e;
      }
      boolean tooMuch = !progress.received(piece.flip());
      output.write(piece);
      if (tooMuch) {
        throw new EchoMismatchException(progress.sentence());
      }
      progress.delivered();
    }
  }

  private long requireEqual(StreamProgress progress) throws IOException {
    IOException failure = inputFailure;
    if (failure != null && progress.hasFailed()) {
      throw failure;
    }
    if (!progress.isEqual()) {
      throw new EchoMismatchException(progress.sentence());
    }
    if (!progress.isSentAll()) {
      throw new UnexpectedEofException(
          "the server closed the connection before all input was sent");
    }
    return progress.receivedBytes();
  }

  private static void awaitEnd(Thread sender) {
    boolean interrupted = false;
    while (sender.isAlive()) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
