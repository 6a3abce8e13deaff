package switchboard.net;

import java.io.InterruptedIOException;

/**
 * The calling thread was interrupted before the operation was complete. The socket stays open, and
 * a read loses no bytes, as after a timeout. The interrupt status of the thread stays set, so the
 * next blocking call fails too, until {@link Thread#interrupted()} clears it.
 *
 * @since 0.1.0
 */
public final class OperationInterruptedException extends InterruptedIOException
    implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception without operation and addresses. For implementers of engines; the socket
   * adds the operation and the addresses.
   */
  public OperationInterruptedException() {
    super("the thread was interrupted");
    this.failure = new Failure("wait", null, null, "the thread was interrupted");
  }

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public OperationInterruptedException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
