package switchboard.cli.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import switchboard.cli.command.Failures;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.cli.console.Progress;
import switchboard.transfer.FileOutcome;
import switchboard.transfer.TransferException;
import switchboard.transfer.TransferListener;

/**
 * Prints the progress and the outcome of each file that is transferred on one connection, and
 * computes the exit status. Thread-safe.
 */
final class FileMessages implements TransferListener {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Environment environment;
  private final Console console;
  private final String did;
  private final String peer;

  // Guarded by this, like all fields below.
  private @Nullable Progress progress;
  private String moving = "";
  private @Nullable Throwable reported;
  private int status = Status.SUCCESS;
  private long done;
  private long failed;
  private long bytes;

  /**
   * Creates the reporter for one connection.
   *
   * @param did the verb for the messages about files: {@code sent} or {@code received}
   * @param peer the address of the peer for messages, or ""
   */
  FileMessages(Environment environment, Console console, String did, String peer) {
    this.environment = environment;
    this.console = console;
    this.did = did;
    this.peer = peer;
  }

  /**
   * Returns the worse of two exit statuses. The order, beginning with the worst, is: integrity,
   * policy, timeout, network, success.
   */
  static int worse(int one, int other) {
    for (int status : new int[] {Status.INTEGRITY, Status.POLICY, Status.TIMEOUT, Status.NETWORK}) {
      if (one == status || other == status) {
        return status;
      }
    }
    return Status.SUCCESS;
  }

  @Override
  public synchronized void onProgress(String name, long count, long size) {
    Progress current = progress;
    if (current == null || !name.equals(moving)) {
      eraseProgress();
      current = new Progress(environment, console, Progress.Unit.BYTES);
      progress = current;
      moving = name;
    }
    current.tell(name, count, size);
  }

  /** Removes the progress line from the screen. */
  private void eraseProgress() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }

  @Override
  public synchronized void onFileEnd(FileOutcome outcome) {
    eraseProgress();
    TransferException failure = outcome.failure();
    double seconds = outcome.duration().toNanos() / NANOS_PER_SECOND;
    if (failure == null) {
      done++;
      bytes += outcome.bytes();
      say(outcome);
      console.event(
          Json.event("file")
              .with("name", outcome.name())
              .with("bytes", outcome.bytes())
              .with("seconds", seconds)
              .with("sha256", outcome.sha256()));
    } else {
      failed++;
      reported = failure;
      int ending = Failures.status(failure);
      status = worse(status, ending);
      String sentence = Failures.sentence(failure);
      console.say("switchboard: not " + did + ": " + sentence);
      console.event(
          Json.event("failed")
              .with("name", outcome.name())
              .with("bytes", outcome.bytes())
              .with("status", ending)
              .with("message", sentence));
    }
  }

  private void say(FileOutcome outcome) {
    if (console.isJson()) {
      return;
    }
    String hash =
        outcome.sha256().isEmpty()
            ? ", not verified with a hash"
            : console.isVerbose() ? ", SHA-256 " + outcome.sha256() : "";
    console.say(
        did + " " + outcome.name() + "  " + amount(outcome.bytes(), outcome.duration()) + hash);
  }

  private static String amount(long bytes, Duration time) {
    double seconds = Math.max(time.toNanos(), 1) / NANOS_PER_SECOND;
    String rate = Progress.bytes(Math.round(bytes / seconds));
    return String.format(Locale.ROOT, "%s in %.1f s, %s/s", Progress.bytes(bytes), seconds, rate);
  }

  @Override
  public synchronized void onDisconnect(@Nullable IOException failure) {
    eraseProgress();
    if (failure == null) {
      return;
    }
    status = worse(status, Failures.status(failure));
    if (!isTold(failure)) {
      console.say("switchboard: " + peer + " disconnected: " + Failures.sentence(failure));
    }
  }

  /**
   * Returns whether a message has already named {@code failure} as the reason why a file was not
   * transferred.
   */
  synchronized boolean isTold(IOException failure) {
    return reported != null
        && (reported == failure || Objects.equals(reported.getCause(), failure));
  }

  synchronized int status() {
    return status;
  }

  /**
   * Prints a line with the number and the total size of all files, if there was more than one file.
   *
   * @param wanted the number of files that were to be transferred
   */
  synchronized void sum(int wanted, Duration time) {
    eraseProgress();
    long left = wanted - done - failed;
    if (wanted < 2 || console.isJson()) {
      return;
    }
    String others =
        (failed > 0 ? ", " + failed + " not " + did : "")
            + (left > 0 ? ", " + left + " not attempted" : "");
    console.say(did + " " + done + " of " + wanted + " files  " + amount(bytes, time) + others);
  }
}
