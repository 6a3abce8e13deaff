package switchboard.frames;

import java.net.ProtocolException;

/**
 * Thrown if the received bytes are not a valid message and the start of the next message is
 * unknown. Nothing more can be read from the stream; close the connection. After a {@link
 * switchboard.net.BadMessageException}, by contrast, the next message can be read.
 *
 * @since 0.1.0
 */
public final class CorruptStreamException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception with a message.
   *
   * @param message says which data were received and which were expected
   */
  public CorruptStreamException(String message) {
    super(message);
  }
}
