package switchboard.net;

/**
 * An endpoint is malformed, or cannot be used for the requested operation. The message names the
 * wrong part and shows a valid form. A program can show the message to the user who typed the
 * endpoint.
 *
 * @since 0.1.0
 */
public final class EndpointException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message one sentence for the user
   */
  public EndpointException(String message) {
    super(message);
  }
}
