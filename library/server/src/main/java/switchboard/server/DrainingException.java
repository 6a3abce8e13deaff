package switchboard.server;

import java.io.IOException;
import switchboard.net.Failure;
import switchboard.net.NetworkError;

/**
 * Thrown by reads of a served connection when the server is draining and its {@link DrainPolicy}
 * ends this call. It is not the peer's end of stream. If a handler lets it pass, its sink is
 * flushed and the connection is closed in order; a handler that catches it may still write, and
 * then returns.
 */
public final class DrainingException extends IOException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** Creates an exception with the operation, the addresses and the reason. */
  public DrainingException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
