package switchboard.net;

import java.net.SocketTimeoutException;

/**
 * A {@link Deadline} of the calling thread passed before the operation was done. A read that is cut
 * has lost nothing and may be repeated; for a write see {@link OutputBrokenException}.
 */
public final class DeadlineExceededException extends SocketTimeoutException
    implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** Without addresses: for engines, which know only that the wait is over. */
  public DeadlineExceededException() {
    super("the deadline has passed");
    this.failure = new Failure("wait", null, null, "the deadline has passed");
  }

  /** With the operation, the addresses and the reason. */
  public DeadlineExceededException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
