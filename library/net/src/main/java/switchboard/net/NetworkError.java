package switchboard.net;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Implemented by every exception of this library that reports a failed socket operation: its
 * details as fields, so that no program has to parse a message. The class of the exception says
 * what a caller can do about it; {@link #of} handles all of them in one place:
 *
 * <pre>{@code
 * try {
 *   network.connect("tcp://db:5432").close();
 * } catch (ConnectionRefusedException e) {
 *   System.err.println("nothing listens at " + e.remote());
 * } catch (IOException e) {
 *   String errno = NetworkError.of(e).flatMap(NetworkError::errno).orElse("no errno");
 *   System.err.println(e.getMessage() + " (" + errno + ")");
 * }
 * }</pre>
 */
public interface NetworkError {

  /**
   * Returns the network error that {@code thrown} is or was caused by: the first one in its chain
   * of causes. Empty if there is none, as for an exception of a file or a malformed message.
   */
  static Optional<NetworkError> of(Throwable thrown) {
    var seen = Collections.<Throwable>newSetFromMap(new IdentityHashMap<>());
    for (Throwable each = thrown; each != null && seen.add(each); each = each.getCause()) {
      if (each instanceof NetworkError error) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }

  /** Returns everything below as one value; its text is the message of the exception. */
  Failure failure();

  /** Returns the operation that failed: {@code connect}, {@code read}, {@code listen}… */
  default String operation() {
    return failure().operation();
  }

  /** Returns this side's address, or null where it was not known. */
  default @Nullable Address local() {
    return failure().local();
  }

  /** Returns the peer's address, or null where it was not known. */
  default @Nullable Address remote() {
    return failure().remote();
  }

  /**
   * Returns the system's name for the error (errno(3)), such as {@code ECONNREFUSED}; empty where
   * the system gave none, or the engine is not told it. The portable engine knows few names.
   */
  default Optional<String> errno() {
    return Optional.ofNullable(failure().errno());
  }
}
