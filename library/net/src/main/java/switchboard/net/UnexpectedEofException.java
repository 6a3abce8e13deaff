package switchboard.net;

import java.io.EOFException;

/** The stream ended in the middle of something: the other side closed too early, or died. */
public final class UnexpectedEofException extends EOFException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected, and how much of it had come. */
  public UnexpectedEofException(String message) {
    super(message);
  }
}
