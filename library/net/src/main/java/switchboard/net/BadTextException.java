package switchboard.net;

import java.nio.charset.CharacterCodingException;

/**
 * Bytes that are not UTF-8 where text was asked for; they were taken, the stream goes on behind
 * them.
 */
public final class BadTextException extends CharacterCodingException {
  private static final long serialVersionUID = 1L;

  private final String message;

  /** Says where the text stops being UTF-8. */
  public BadTextException(String message) {
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
