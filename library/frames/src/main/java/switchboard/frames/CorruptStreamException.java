package switchboard.frames;

import java.net.ProtocolException;

/** What arrives can't be a message, and nobody can tell where the next one would begin. */
public final class CorruptStreamException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /** Says what came and what would be right. */
  public CorruptStreamException(String message) {
    super(message);
  }
}
