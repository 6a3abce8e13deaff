package switchboard.net;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What every network error of this library tells: which operation, between which addresses, and the
 * reason in the system's own words. The message of the exception is {@link #toString()}.
 *
 * @param operation the call that failed: {@code connect}, {@code read}, {@code listen}…
 * @param local this side's address, where it was known
 * @param remote the other side's address, where it was known
 * @param reason why, in the system's words where it had any
 * @param errno the system's name for the error (errno(3)), such as {@code ECONNREFUSED}; null where
 *     there is none
 */
public record Failure(
    String operation,
    @Nullable Address local,
    @Nullable Address remote,
    String reason,
    @Nullable String errno)
    implements Serializable {

  /** Creates a failure for which the system has no name. */
  public Failure(
      String operation, @Nullable Address local, @Nullable Address remote, String reason) {
    this(operation, local, remote, reason, null);
  }

  @Override
  public String toString() {
    String where;
    if (local != null && remote != null) {
      where = " " + local + " to " + remote;
    } else if (remote != null) {
      where = " " + remote;
    } else {
      where = local == null ? "" : " " + local;
    }
    return operation + where + ": " + reason;
  }
}
