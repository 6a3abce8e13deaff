package switchboard.net;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Implemented by every exception of this library that reports a failed socket operation: what the
 * message says, as fields, so that no program has to parse a message. The class of the exception
 * says what a caller can do about it.
 *
 * <pre>{@code
 * try {
 *   network.connect("tcp://db:5432").close();
 * } catch (IOException e) {
 *   if (e instanceof NetworkError error && error.errno().orElse("").equals("ECONNREFUSED")) {
 *     System.err.println("nobody listens at " + error.remote());
 *   } else {
 *     throw e;
 *   }
 * }
 * }</pre>
 */
public interface NetworkError {

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
