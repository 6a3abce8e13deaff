package switchboard.net;

import java.net.SocketException;

/**
 * This side can no longer write to the connection, because an earlier write timed out or was
 * interrupted after a part of its bytes had been sent, or because the output was shut down. Reading
 * still works.
 *
 * @since 0.1.0
 */
public final class OutputBrokenException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public OutputBrokenException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
