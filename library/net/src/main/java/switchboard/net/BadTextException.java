package switchboard.net;

/**
 * Bytes that were read as text are not valid UTF-8. The bytes were consumed, and the bytes after
 * them can be read.
 *
 * @since 0.1.0
 */
public final class BadTextException extends BadMessageException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message states which bytes are not UTF-8
   */
  public BadTextException(String message) {
    super(message);
  }
}
