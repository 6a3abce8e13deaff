package switchboard.net;

import java.net.SocketException;

/**
 * This side can no longer write: an earlier write was cut after a part of it had gone out, or the
 * output was shut down. Reading goes on.
 */
public final class OutputBrokenException extends SocketException {
  private static final long serialVersionUID = 1L;

  /** With the operation, the addresses and the reason. */
  public OutputBrokenException(Failure failure) {
    super(failure.toString());
  }
}
