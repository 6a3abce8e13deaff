package switchboard.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;
import switchboard.net.internal.TerminalText;

/**
 * Reads lines from an untrusted peer and makes them safe to print to a terminal. Replaces control
 * characters by visible symbols, and bytes that are not UTF-8 by U+FFFD. Returns a line of more
 * than {@link #PIECE_BYTES_MAX} bytes in several pieces. Text without a line ending becomes a line
 * after a pause. Confined to one thread.
 */
final class PeerLines {
  /**
   * The maximum length of a piece in bytes: twice the length of the longest line that a chat hub
   * sends.
   */
  static final int PIECE_BYTES_MAX = 8 * 1024;

  private final Source source;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  /** Whether a piece of the current line has already been returned. */
  private boolean inside;

  PeerLines(Source source) {
    this.source = source;
  }

  /** The number of bytes of the last character that have not arrived yet. */
  private int missing;

  /**
   * Blocks until a line is complete, and returns the line without its ending. Returns null at EOF.
   * If a deadline expires or the thread is interrupted, no bytes are lost, and the method can be
   * called again.
   */
  @Nullable String next() throws IOException {
    while (awaitMore()) {
      byte value = source.readByte();
      missing =
          Utf8.isContinuation(value) ? Math.max(0, missing - 1) : Utf8.bytesOfCharacter(value) - 1;
      if (value == '\n') {
        boolean alreadyReturned = inside && begun.size() == 0;
        inside = false;
        if (!alreadyReturned) {
          return taken();
        }
      } else if (begun.size() >= PIECE_BYTES_MAX && !isContinuation(value)) {
        inside = true;
        String piece = taken();
        begun.write(value);
        return piece;
      } else {
        begun.write(value);
      }
    }
    return begun.size() == 0 ? null : taken();
  }

  private boolean awaitMore() throws IOException {
    if (begun.size() == 0) {
      return source.request(1);
    }
    return missing > 0
        ? PauseDetector.moreOfCharacterBefore(source)
        : PauseDetector.moreBefore(source);
  }

  /**
   * Returns whether {@code value} belongs to the last character of the current piece. If it does,
   * the piece must not end before {@code value}. A character has at most three continuation bytes
   * (RFC 3629 §3); after three of them, the result is false.
   */
  private boolean isContinuation(byte value) {
    return Utf8.isContinuation(value) && begun.size() < PIECE_BYTES_MAX + 3;
  }

  private String taken() {
    byte[] bytes = begun.toByteArray();
    begun.reset();
    boolean carriageReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    int length = carriageReturn ? bytes.length - 1 : bytes.length;
    return TerminalText.escapeLine(new String(bytes, 0, length, UTF_8));
  }
}
