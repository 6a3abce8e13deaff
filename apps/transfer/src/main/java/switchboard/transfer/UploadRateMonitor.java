package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Source;
import switchboard.net.Ticker;

/**
 * Enforces the minimum upload rate of an inbox. Measures only the time in which the receiver waits
 * for bytes of files. Confined to one thread.
 */
final class UploadRateMonitor {
  private static final Duration WINDOW = InboxLimits.RATE_WINDOW;

  /**
   * The number of bytes that must arrive within each {@link InboxLimits#RATE_WINDOW}; 0 for no
   * limit.
   */
  private final long bytesMin;

  private final Duration idle;
  private long waitedNanos;
  private long bytes;

  /**
   * Creates a monitor at the beginning of an upload.
   *
   * @param idle the idle timeout of the sender
   */
  UploadRateMonitor(InboxLimits limits, Duration idle) {
    this.bytesMin = limits.bytesPerSecondMin() * WINDOW.toSeconds();
    this.idle = idle;
  }

  /** A call that waits for bytes of a file. */
  private interface Wait {
    /**
     * Waits, and returns the number of bytes of files that were received. A result of 0 or less
     * means that none were received; at EOF, for example, the result is -1.
     */
    int run() throws IOException;
  }

  /**
   * Reads the available bytes. If there are none, blocks until bytes arrive, the idle timeout
   * expires, or the average rate of the sender is below the minimum.
   *
   * @return the number of bytes, or -1 at EOF
   * @throws TransferException if the sender is too slow
   */
  int read(Source source, ByteBuffer target) throws IOException {
    return timed(() -> source.read(target));
  }

  /**
   * Waits for the next frame and reads its header. The upload rate is computed from the bytes of
   * files and the waiting time. This wait is part of the waiting time, but the bytes of the header
   * are not bytes of files.
   *
   * @throws TransferException if the sender is too slow
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
    } catch (DeadlineExceededException e) {
      waitedNanos += Ticker.current().nanos() - startNanos;
      throw bytesMin > 0 && waitedNanos >= WINDOW.toNanos() ? tooSlow() : e;
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
        "the sender is too slow: fewer than %d bytes in %d seconds"
            .formatted(bytesMin, WINDOW.toSeconds()));
  }
}
