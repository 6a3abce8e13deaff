package switchboard.frames;

import java.net.ProtocolException;

/**
 * The received bytes are not a valid message, and the start of the next one is unknown. Nothing
 * more can be read from the stream; close the connection. Compare {@link
 * switchboard.net.BadMessageException}, after which reading can continue.
 *
 * @since 0.1.0
 */
public final class CorruptStreamException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception with a message.
   *
   * @param message a description of the received and the expected data
   */
  public CorruptStreamException(String message) {
    super(message);
  }
}
