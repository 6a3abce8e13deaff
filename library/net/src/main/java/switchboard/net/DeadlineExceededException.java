package switchboard.net;

import java.net.SocketTimeoutException;

/**
 * A {@link Deadline} of the calling thread passed before the operation was complete: a timeout. The
 * socket stays open. A read loses no bytes and can be repeated. For a write, see {@link
 * OutputBrokenException}.
 *
 * @since 0.1.0
 */
public final class DeadlineExceededException extends SocketTimeoutException
    implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception without operation and addresses. For implementers of engines; the socket
   * adds the operation and the addresses.
   */
  public DeadlineExceededException() {
    super("the deadline has passed");
    this.failure = new Failure("wait", null, null, "the deadline has passed");
  }

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public DeadlineExceededException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
