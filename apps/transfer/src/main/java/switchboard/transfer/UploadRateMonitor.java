package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Source;
import switchboard.net.Ticker;

/**
 * Requires that a sender is not slower than an inbox allows: only the time counts in which the
 * receiver waits for bytes of files. Belongs to one thread.
 */
final class UploadRateMonitor {
  private static final Duration WINDOW = InboxLimits.RATE_WINDOW;

  /** How many bytes must come within the window. */
  private final long bytesMin;

  private final Duration idle;
  private long waitedNanos;
  private long bytes;

  /**
   * Begins with nothing moved.
   *
   * @param idle how long a sender may be silent
   */
  UploadRateMonitor(InboxLimits limits, Duration idle) {
    this.bytesMin = limits.bytesPerSecondMin() * WINDOW.toSeconds();
    this.idle = idle;
  }

  /** Waits for bytes of a file. */
  private interface Wait {
    /** Returns how many came; not greater than zero if none did. */
    int run() throws IOException;
  }

  /**
   * Reads what is there, and waits for it within the limits.
   *
   * @return how many bytes came, or -1 at EOF
   * @throws TransferException when the sender is too slow
   */
  int read(Source source, ByteBuffer target) throws IOException {
    return timed(() -> source.read(target));
  }

  /**
   * Waits for the next frame, in which no byte of a file has come yet.
   *
   * @throws TransferException when the sender is too slow
   */
  FrameHeader next(FrameInput input) throws IOException {
    FrameHeader[] head = new FrameHeader[1];
    timed(() -> {
      head[0] = input.next();
      return 0;
    });
    return head[0];
  }

  private int timed(Wait wait) throws IOException {
    long startNanos = Ticker.current().nanos();
    Duration left = WINDOW.minusNanos(waitedNanos);
    int count;
    try (var _ = Deadline.after(bytesMin > 0 && left.compareTo(idle) < 0 ? left : idle)) {
      count = wait.run();
    } catch (DeadlineExceededException late) {
      waitedNanos += Ticker.current().nanos() - startNanos;
      throw bytesMin > 0 && waitedNanos >= WINDOW.toNanos() ? tooSlow() : late;
    }
    waitedNanos += Ticker.current().nanos() - startNanos;
    bytes += Math.max(0, count);
    if (bytes >= bytesMin) {
      bytes = 0;
      waitedNanos = 0;
    } else if (waitedNanos >= WINDOW.toNanos()) {
      throw tooSlow();
    }
    return count;
  }

  private IOException tooSlow() {
    return new TransferException(
        FailureReason.TIMED_OUT,
        "the sender is too slow: fewer than %d bytes came in %d seconds"
            .formatted(bytesMin, WINDOW.toSeconds()));
  }
}
