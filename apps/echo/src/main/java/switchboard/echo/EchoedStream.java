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
 * One stream through an echo, both directions at once: a thread of its own sends, the one that
 * calls receives. Neither can block the other, so nothing deadlocks however much is on its way.
 */
final class EchoedStream {
  private static final System.Logger LOG = System.getLogger("switchboard.echo");
  private static final int PIECE_BYTES = 64 * 1024;

  private final Connection echo;
  private final Duration silenceMax;

  /** Why nothing more could be read to send; written by the sender, read when it has ended. */
  private @Nullable IOException inputFailure;

  /** Uses {@code echo} up; gives up when nothing moves for {@code silenceMax}. */
  EchoedStream(Connection echo, Duration silenceMax) {
    this.echo = echo;
    this.silenceMax = silenceMax;
  }

  /** Sends {@code input} to its end and hands on what comes back; the number of bytes. */
  long run(EchoClient.Input input, EchoClient.Output output) throws IOException {
    try (var silence = Deadline.never()) {
      var tally = new StreamProgress(silence, silenceMax);
      var sender =
          Thread.ofVirtual().name("switchboard-echo-send").unstarted(() -> send(input, tally));
      sender.start();
      try {
        receive(output, tally);
      } finally {
        tally.over();
        sender.interrupt(); // it may wait for more input, which nobody will want
        awaitEnd(sender);
      }
      return judge(tally);
    }
  }

  private void send(EchoClient.Input input, StreamProgress tally) {
    var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    try {
      while (input.read(piece.clear()) >= 0) {
        if (!passOn(piece.flip(), tally)) {
          return;
        }
      }
      tally.sentAll();
      passOnEnd();
    } catch (IOException e) {
      inputFailure = e;
      tally.failed();
    }
  }

  /** What a failure to send means is found out by who receives: there may be last words to read. */
  private boolean passOn(ByteBuffer piece, StreamProgress tally) {
    tally.sending(piece);
    try {
      echo.write(piece);
      tally.moved();
      return true;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "can''t send: {0}", e.getMessage());
      return false;
    }
  }

  private void passOnEnd() {
    try {
      echo.shutdownOutput();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "can''t end: {0}", e.getMessage());
    }
  }

  private void receive(EchoClient.Output output, StreamProgress tally) throws IOException {
    var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    while (true) {
      try {
        if (echo.read(piece.clear()) < 0) {
          return;
        }
      } catch (DeadlineExceededException e) {
        if (tally.hasFailed()) {
          return; // the sender knows more
        }
        throw e;
      }
      boolean tooMuch = !tally.received(piece.flip());
      output.write(piece);
      if (tooMuch) {
        throw new EchoMismatchException(tally.sentence());
      }
      tally.delivered();
    }
  }

  private long judge(StreamProgress tally) throws IOException {
    IOException failure = inputFailure;
    if (failure != null && tally.hasFailed()) {
      throw failure;
    }
    if (!tally.isEqual()) {
      throw new EchoMismatchException(tally.sentence());
    }
    if (!tally.isSentAll()) {
      throw new UnexpectedEofException("the echo ended the connection before the input had ended");
    }
    return tally.receivedBytes();
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
