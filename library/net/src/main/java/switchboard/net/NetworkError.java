package switchboard.net;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The details of a failed socket operation as fields, so that no program has to parse a message.
 * Every exception of this library that reports a failed socket operation implements this interface.
 * The class of the exception shows what the caller can do. {@link #of} returns the details,
 * whatever the class is:
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
 *
 * <p>Implementations are immutable.
 *
 * @since 0.1.0
 */
public interface NetworkError {

  /**
   * Finds the details of a failed socket operation in an exception and its causes.
   *
   * @param thrown any exception
   * @return the first exception in the chain of causes that is a network error; empty if there is
   *     none, for example after a file could not be read or a message was malformed
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

  /**
   * {@return all details in one object, whose {@code toString()} is the message of the exception}
   */
  Failure failure();

  /**
   * {@return the operation that failed, such as {@code connect}, {@code read} or {@code listen}}
   */
  default String operation() {
    return failure().operation();
  }

  /** {@return the address of this side, or null if it is not known} */
  default @Nullable Address local() {
    return failure().local();
  }

  /** {@return the address of the peer, or null if it is not known} */
  default @Nullable Address remote() {
    return failure().remote();
  }

  /**
   * Returns the symbolic name of the system's error number (errno(3)), such as {@code
   * ECONNREFUSED}.
   *
   * @return the name; empty if the error is not from the system, or if the engine does not know the
   *     name. The portable engine knows only few names
   */
  default Optional<String> errno() {
    return Optional.ofNullable(failure().errno());
  }
}
