package switchboard.transfer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file.
 *
 * @param name safe to print
 * @param bytes how many it has, or was announced with
 * @param duration from its first byte to its last answer
 * @param sha256 the hash that both sides agree on, in hexadecimal; empty when there is none
 * @param failure why it was not done; null when it is there, whole and verified
 */
public record FileOutcome(
    String name,
    long bytes,
    Duration duration,
    String sha256,
    @Nullable TransferException failure) {

  /** Whether it is there. */
  public boolean isDone() {
    return failure == null;
  }
}
