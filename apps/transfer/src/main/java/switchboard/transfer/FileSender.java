package switchboard.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Ticker;

/**
 * Sends files to a {@link FileReceiver}, several over one connection. For programs and tests; a
 * call blocks the thread that makes it.
 */
public final class FileSender {
  private static final Duration FINAL_MESSAGE = Duration.ofSeconds(2);

  private final Duration idle;
  private final TransferListener news;

  /**
   * A sender who tells {@code news} about each file.
   *
   * @param idle how long nothing may move before it gives up
   */
  public FileSender(Duration idle, TransferListener news) {
    this.idle = idle;
    this.news = news;
  }

  /**
   * Sends all of {@code files}, and waits until the receiver has each of them, or has said why not.
   * The connection is used up, and the caller's to close.
   *
   * @throws TransferException when the transfer as a whole came to a bad end: files of which {@code
   *     news} has not heard were not sent
   * @throws switchboard.net.DeadlineExceededException when nothing moved for too long
   */
  public void send(Connection connection, List<OutgoingFile> files) throws IOException {
    Ticker ticker = Ticker.current();
    SenderSession sending;
    IOException failure;
    try (var limit = Deadline.never()) {
      var answers = new VerdictReader(connection, idle, news, limit);
      sending = new SenderSession(connection, answers, news);
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

  /** What the receiver said before it went tells more than that it went. */
  private static IOException known(VerdictReader answers, IOException failure) {
    try (var _ = Deadline.after(FINAL_MESSAGE)) {
      answers.awaitOver();
    } catch (IOException silence) {
      failure.addSuppressed(silence);
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
