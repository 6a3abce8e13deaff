package switchboard.net;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The details of a failed socket operation: the operation, the addresses and the reason. {@link
 * #toString()} is the message of the exception: {@code connect 127.0.0.1:1: Connection refused}.
 *
 * @param operation the operation that failed, such as {@code connect}, {@code read} or {@code
 *     listen}
 * @param local the address of this side, or null if it is not known
 * @param remote the address of the peer, or null if it is not known
 * @param reason why the operation failed; if the system has reported the error, this is the message
 *     of the system
 * @param errno the symbolic name of the system's error number (errno(3)), such as {@code
 *     ECONNREFUSED}; null if there is none
 * @since 0.1.0
 */
public record Failure(
    String operation,
    @Nullable Address local,
    @Nullable Address remote,
    String reason,
    @Nullable String errno)
    implements Serializable {

  /**
   * Creates a failure without an errno.
   *
   * @param operation the operation that failed, such as {@code connect}, {@code read} or {@code
   *     listen}
   * @param local the address of this side, or null if it is not known
   * @param remote the address of the peer, or null if it is not known
   * @param reason why the operation failed; if the system has reported the error, this is the
   *     message of the system
   */
  public Failure(
      String operation, @Nullable Address local, @Nullable Address remote, String reason) {
    this(operation, local, remote, reason, null);
  }

  /** Returns the message: the operation, the known addresses, and the reason after a colon. */
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
