package switchboard.net;

import java.net.SocketException;

/**
 * An established connection was lost: reset by the peer (ECONNRESET), closed by the peer while this
 * side was writing (EPIPE), or timed out by the kernel (ETIMEDOUT). Bytes that were in transit may
 * be lost, in both directions.
 *
 * @since 0.1.0
 */
public final class ConnectionLostException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public ConnectionLostException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
