package switchboard.net;

import java.net.SocketException;

/**
 * This side can no longer write: an earlier write was cut after a part of it had gone out, or the
 * output was shut down. Reading goes on.
 */
public final class OutputBrokenException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public OutputBrokenException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
