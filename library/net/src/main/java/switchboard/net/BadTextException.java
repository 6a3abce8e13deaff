package switchboard.net;

/**
 * Bytes that are not UTF-8 where text was asked for; they were taken, the stream goes on behind
 * them.
 */
public final class BadTextException extends BadMessageException {
  private static final long serialVersionUID = 1L;

  /** Says where the text stops being UTF-8. */
  public BadTextException(String message) {
    super(message);
  }
}
