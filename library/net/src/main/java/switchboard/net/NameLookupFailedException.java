package switchboard.net;

import java.net.UnknownHostException;

/**
 * A host name could not be resolved because the name service did not answer, or because too many
 * lookups are in progress. Trying again later may help. If the name service answers that the name
 * has no address, {@link NameNotFoundException} is thrown instead.
 *
 * @since 0.1.0
 */
public final class NameLookupFailedException extends UnknownHostException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public NameLookupFailedException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
