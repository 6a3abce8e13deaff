package switchboard.transfer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of one file of a transfer.
 *
 * @param name the name of the file, safe to print
 * @param bytes the size of the file, or the announced size if it has failed
 * @param duration the time from the announcement of the file to its result
 * @param sha256 the hash in hexadecimal, which the receiver has verified; empty if no hash was
 *     verified
 * @param failure the reason for the failure; null if the file was transferred and verified
 */
public record FileOutcome(
    String name,
    long bytes,
    Duration duration,
    String sha256,
    @Nullable TransferException failure) {

  /** {@return whether the file was transferred and verified} */
  public boolean isDone() {
    return failure == null;
  }
}
