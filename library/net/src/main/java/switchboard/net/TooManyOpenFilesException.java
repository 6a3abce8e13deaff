package switchboard.net;

import java.net.SocketException;

/**
 * No file descriptor is free in this process (EMFILE) or on this machine (ENFILE). The peer is not
 * the cause. Close sockets or files, raise the limit ({@code ulimit -n}), or try again later.
 *
 * @since 0.1.0
 */
public final class TooManyOpenFilesException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public TooManyOpenFilesException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
