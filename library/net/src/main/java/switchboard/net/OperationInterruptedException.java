package switchboard.net;

import java.io.InterruptedIOException;

/**
 * The calling thread was interrupted before the operation was done. It acts like a deadline that
 * passes: the connection stays open, nothing is lost, and the thread's interrupt flag stays up, so
 * that the next blocking call fails too until {@link Thread#interrupted()} takes it down.
 */
public final class OperationInterruptedException extends InterruptedIOException {
  private static final long serialVersionUID = 1L;

  /** Without addresses: for engines, which know only that the wait is over. */
  public OperationInterruptedException() {
    super("the thread was interrupted");
  }

  /** With the operation, the addresses and the reason. */
  public OperationInterruptedException(Failure failure) {
    super(failure.toString());
  }
}
