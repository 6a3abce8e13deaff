package switchboard.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;
import switchboard.net.internal.TerminalText;

/**
 * What a peer says whom nobody trusts, in lines that no terminal obeys: control characters are
 * visible, bytes that are not UTF-8 become U+FFFD, a line without end comes in pieces, and text
 * without line end is a line when the peer has fallen silent. Belongs to one reader.
 */
final class PeerLines {
  /** The longest piece, in bytes: twice what a hub says in a line. */
  static final int PIECE_BYTES_MAX = 8 * 1024;

  private final Source source;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  /** Whether the bytes that have begun go on with a line of which a piece was handed out. */
  private boolean inside;

  PeerLines(Source source) {
    this.source = source;
  }

  /** How many bytes the last character lacks. */
  private int missing;

  /** Blocks until a line has come; null at the end. One that is cut has lost nothing. */
  @Nullable String next() throws IOException {
    while (awaitMore()) {
      byte value = source.readByte();
      missing =
          Utf8.isContinuation(value) ? Math.max(0, missing - 1) : Utf8.bytesOfCharacter(value) - 1;
      if (value == '\n') {
        boolean wholeAlready = inside && begun.size() == 0;
        inside = false;
        if (!wholeAlready) {
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

  /** RFC 3629 §3: a character is not to be cut in two; without end it is none. */
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
