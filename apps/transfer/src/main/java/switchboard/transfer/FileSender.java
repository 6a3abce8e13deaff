package switchboard.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Ticker;

/**
 * Sends files to a {@link FileReceiver}. One connection can transfer several files. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * var sender = new FileSender(Duration.ofSeconds(60), outcome -> System.out.println(outcome));
 * try (var connection = Network.system().connect("localhost:7000")) {
 *   sender.send(connection, List.of(OutgoingFile.of(Path.of("photo.jpg"))));
 * }
 * }</pre>
 */
public final class FileSender {
  private static final Duration FINAL_MESSAGE = Duration.ofSeconds(2);

  private final Duration idle;
  private final TransferListener listener;

  /**
   * Creates a sender.
   *
   * @param idle the idle timeout: if no byte is transferred in either direction for this time, the
   *     transfer fails
   * @param listener the listener that is notified of the progress and the outcome of each file
   */
  public FileSender(Duration idle, TransferListener listener) {
    this.idle = idle;
    this.listener = listener;
  }

  /**
   * Sends files, and blocks until the receiver has confirmed or rejected each of them. Notifies the
   * listener of the outcome of each file, whether the file was stored or has failed.
   *
   * @param connection the connection to the receiver. It cannot be used again afterwards; the
   *     calling code closes it
   * @param files the files to send, in this order
   * @throws TransferException if the complete transfer has failed. A file for which the listener
   *     was notified of no outcome was not sent
   * @throws switchboard.net.DeadlineExceededException if the idle timeout or a deadline of the
   *     thread expires
   * @throws IOException if another I/O error occurs
   */
  public void send(Connection connection, List<OutgoingFile> files) throws IOException {
    Ticker ticker = Ticker.current();
    SenderSession sending;
    IOException failure;
    try (var limit = Deadline.never()) {
      var answers = new VerdictReader(connection, idle, listener, limit);
      sending = new SenderSession(connection, answers, listener);
      Thread reader =
          Thread.ofVirtual()
              .name("switchboard-send-answers")
              .start(() -> ticker.run(answers::read));
      try {
        sending.run(files);
        return;
      } catch (IOException e) {
        failure = known(answers, e);
        answers.endAll(failure);
      } finally {
        reader.interrupt();
        awaitEnd(reader);
      }
    }
    sending.stop(failure);
    throw failure;
  }

  /**
   * Returns the failure that the receiver reported before the connection ended. If it reported
   * none, returns {@code failure}, the error of the connection.
   */
  private static IOException known(VerdictReader answers, IOException failure) {
    try (var _ = Deadline.after(FINAL_MESSAGE)) {
      answers.awaitOver();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return answers.failureOr(failure);
  }

  private static void awaitEnd(Thread reader) {
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
