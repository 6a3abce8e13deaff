package switchboard.net;

import java.net.ConnectException;

/**
 * No process listens at the address: the peer's machine has refused the connection (ECONNREFUSED),
 * or the file of the Unix socket does not exist (ENOENT). Trying again helps only after a server
 * has started.
 *
 * @since 0.1.0
 */
public final class ConnectionRefusedException extends ConnectException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public ConnectionRefusedException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
