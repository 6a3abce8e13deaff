package switchboard.net;

import java.io.InterruptedIOException;

/**
 * The calling thread was interrupted before the operation was done. It acts like a deadline that
 * passes: the connection stays open, nothing is lost, and the thread's interrupt flag stays up, so
 * that the next blocking call fails too until {@link Thread#interrupted()} takes it down.
 */
public final class OperationInterruptedException extends InterruptedIOException
    implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** Without addresses: for engines, which know only that the wait is over. */
  public OperationInterruptedException() {
    super("the thread was interrupted");
    this.failure = new Failure("wait", null, null, "the thread was interrupted");
  }

  /** With the operation, the addresses and the reason. */
  public OperationInterruptedException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
