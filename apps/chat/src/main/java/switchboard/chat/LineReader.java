package switchboard.chat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;

/**
 * Splits what a person sends into lines, on the thread that serves the person. Telnet's negotiation
 * is answered and taken out as it comes. Holds memory only for a line that has begun.
 *
 * <p>A program may send text without a line end, which is a line after two seconds of silence. A
 * terminal that sends each key by itself must not be taken for one: a person may think for longer,
 * and the keys that erase come as bytes. So a client counts as interactive after a telnet command,
 * an editing byte, or two arrivals of one character each within a line. From then on CR alone ends
 * a line, too, and silence does not. In either case, text before the end of the stream is a line.
 */
final class LineReader {
  /** The longest line, in bytes, without its ending. */
  static final int LINE_BYTES_MAX = 4096;

  private static final int BACKSPACE = 0x08;
  private static final int DELETE = 0x7F;
  private static final int ERASE_LINE = 0x15; // ^U
  private static final int ERASE_WORD = 0x17; // ^W

  /** So many arrivals of one character within a line are keys that somebody presses. */
  private static final int KEYS_OF_TYPIST = 2;

  private final Source source;
  private final Telnet telnet;
  private final Runnable beforeWaiting;
  private @Nullable LineEditor begun;
  private boolean interactive;
  private int keys;

  /** Whether the last line was ended by a CR, to which a following LF or NUL belongs. */
  private boolean afterCr;

  /**
   * Reads from {@code source}, from which {@code telnet} takes its part.
   *
   * @param beforeWaiting runs each time before this waits for the rest of a line that somebody
   *     types, which may take as long as the caller's deadlines allow
   */
  LineReader(Source source, Telnet telnet, Runnable beforeWaiting) {
    this.source = source;
    this.telnet = telnet;
    this.beforeWaiting = beforeWaiting;
  }

  /** One line as it came. */
  sealed interface Line {
    /** Text without its ending. */
    record Text(String text) implements Line {}

    /** Bytes that are not UTF-8; they are gone. */
    record NotText() implements Line {}

    /** More than {@link #LINE_BYTES_MAX}; it is gone. */
    record TooLong() implements Line {}
  }

  /** Blocks until a line has come; null at the end of the stream. */
  @Nullable Line next() throws IOException {
    while (awaitMore()) {
      LineEditor line = begun;
      byte next = source.byteAt(0);
      interactive |= Telnet.isCommand(next) || isEditing(next);
      if (interactive && line != null && line.endsWithCr() && !endsLineAfterCr(next)) {
        return taken(line, true); // the CR came before the client was known to be interactive
      }
      int value = telnet.textOf(source.readByte());
      if (isEditing(value)) {
        edit(value);
      } else if (value >= 0 && !belongsToLastEnding(value) && isLineEnd(value)) {
        return taken(lineBegun(), value == '\r');
      }
    }
    LineEditor line = begun;
    return line == null ? null : taken(line, line.endsWithCr());
  }

  /** Waits for one byte more; false when the stream ended, or when silence ends the line. */
  private boolean awaitMore() throws IOException {
    if (source.buffered() > 0) {
      return true;
    }
    boolean more = awaitArrival();
    if (more && !interactive && isOneKey()) {
      keys++;
      interactive = keys == KEYS_OF_TYPIST;
    }
    return more;
  }

  private boolean awaitArrival() throws IOException {
    LineEditor line = begun;
    if (line == null) {
      return source.request(1);
    }
    if (interactive) {
      beforeWaiting.run();
      return source.request(1);
    }
    return line.endsInsideCharacter()
        ? PauseDetector.moreOfCharacterBefore(source)
        : PauseDetector.moreBefore(source);
  }

  /** Whether what has just come is one character, other than the end of a line. */
  private boolean isOneKey() {
    byte first = source.byteAt(0);
    return source.buffered() == Utf8.bytesOfCharacter(first) && !endsLineAfterCr(first);
  }

  /** Telnet's line end is CR LF, and CR NUL is its carriage return (RFC 854). */
  private static boolean endsLineAfterCr(int value) {
    return value == '\n' || value == 0;
  }

  private boolean belongsToLastEnding(int value) {
    boolean belongs = afterCr && endsLineAfterCr(value);
    afterCr = false;
    return belongs;
  }

  /** Whether {@code value} ends the line; if it does not, it is kept. */
  private boolean isLineEnd(int value) {
    LineEditor line = lineBegun();
    if (value == '\n' || (value == '\r' && interactive) || (value == 0 && line.endsWithCr())) {
      return true;
    }
    line.append((byte) value);
    return false;
  }

  private LineEditor lineBegun() {
    LineEditor line = begun;
    if (line == null) {
      line = new LineEditor();
      begun = line;
    }
    return line;
  }

  private static boolean isEditing(int value) {
    return value == BACKSPACE || value == DELETE || value == ERASE_LINE || value == ERASE_WORD;
  }

  private void edit(int value) {
    afterCr = false;
    LineEditor line = begun;
    if (line == null) {
      return;
    }
    switch (value) {
      case BACKSPACE, DELETE -> line.eraseCharacter();
      case ERASE_LINE -> line.eraseLine();
      default -> line.eraseWord();
    }
    if (line.isEmpty()) {
      begun = null;
    }
  }

  private Line taken(LineEditor line, boolean endedByCr) {
    begun = null;
    keys = 0;
    afterCr = endedByCr;
    return line.toLine();
  }
}
