package switchboard.net;

/**
 * An endpoint is not written as one; the message says which part is wrong and what would be right.
 */
public final class EndpointException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** One sentence for a person. */
  public EndpointException(String message) {
    super(message);
  }
}
