package switchboard.net;

import java.net.SocketException;

/**
 * An error of the operating system for which this library has no more specific exception. {@link
 * #errno()} returns the symbolic name of the error, if known.
 *
 * @since 0.1.0
 */
public final class SystemCallException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public SystemCallException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
