package switchboard.net;

import java.net.SocketException;

/**
 * This process or this machine has no file descriptor left (EMFILE, ENFILE). Nothing is wrong with
 * the peer: close something, raise the limit, or try again later.
 */
public final class TooManyOpenFilesException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public TooManyOpenFilesException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
