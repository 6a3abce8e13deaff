package switchboard.chat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;

/**
 * Splits the bytes that a chat client sends into lines. Answers telnet commands and removes them
 * from the text. Allocates memory only while a line is incomplete. Confined to the thread that
 * serves the client.
 *
 * <p>Some programs send text without a line ending. After a pause of two seconds, such text becomes
 * a line. A pause must not end a line if the client is a terminal that sends each key separately:
 * the user may pause for more than two seconds, and may still erase characters. The reader
 * therefore treats a client as interactive after a telnet command or an editing byte has arrived,
 * or after two characters of one line have each arrived alone. For an interactive client, a CR
 * without an LF also ends a line, and a pause does not end a line. For all clients, the text
 * between the last line ending and EOF is a line.
 */
final class LineReader {
  /** The maximum length of a line in bytes, without its ending. */
  static final int LINE_BYTES_MAX = 4096;

  private static final int BACKSPACE = 0x08;
  private static final int DELETE = 0x7F;
  private static final int ERASE_LINE = 0x15; // ^U
  private static final int ERASE_WORD = 0x17; // ^W

  /**
   * If this number of characters arrives one by one within a line, the client is treated as
   * interactive.
   */
  private static final int KEYS_OF_TYPIST = 2;

  private final Source source;
  private final Telnet telnet;
  private final Runnable beforeWaiting;
  private @Nullable LineEditor begun;
  private boolean interactive;
  private int keys;

  /**
   * Whether the last line ended with a CR. If so, and the next byte is LF or NUL, this byte belongs
   * to the same line ending.
   */
  private boolean afterCr;

  /**
   * Creates a reader of {@code source}.
   *
   * @param telnet the filter that removes and answers telnet commands
   * @param beforeWaiting a callback that runs each time before the reader waits for the rest of a
   *     line from an interactive client. The reader does not limit this wait; only a deadline of
   *     the thread does
   */
  LineReader(Source source, Telnet telnet, Runnable beforeWaiting) {
    this.source = source;
    this.telnet = telnet;
    this.beforeWaiting = beforeWaiting;
  }

  /** A received line. */
  sealed interface Line {
    /** A line of valid text, without its ending. */
    record Text(String text) implements Line {}

    /** A line that was not valid UTF-8 and was dropped. */
    record NotText() implements Line {}

    /** A line that was longer than {@link #LINE_BYTES_MAX} and was dropped. */
    record TooLong() implements Line {}
  }

  /** Blocks until a line is complete, and returns the line. Returns null at EOF. */
  @Nullable Line next() throws IOException {
    while (awaitMore()) {
      LineEditor line = begun;
      byte next = source.byteAt(0);
      interactive |= Telnet.isCommand(next) || isEditing(next);
      if (interactive && line != null && line.endsWithCr() && !endsLineAfterCr(next)) {
        // the reader had already consumed the CR when it began to treat the client as interactive
        return taken(line, true);
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

  /** Blocks until another byte is available. Returns false at EOF, or if a pause ends the line. */
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

  /**
   * Returns whether the bytes that have just arrived are exactly one character that is not part of
   * a line ending.
   */
  private boolean isOneKey() {
    byte first = source.byteAt(0);
    return source.buffered() == Utf8.bytesOfCharacter(first) && !endsLineAfterCr(first);
  }

  /**
   * Returns whether the byte {@code value} belongs to the same line ending as the CR before it. In
   * telnet, a newline is CR LF, and a carriage return is CR NUL (RFC 854).
   */
  private static boolean endsLineAfterCr(int value) {
    return value == '\n' || value == 0;
  }

  private boolean belongsToLastEnding(int value) {
    boolean belongs = afterCr && endsLineAfterCr(value);
    afterCr = false;
    return belongs;
  }

  /**
   * Returns true if {@code value} ends the line. Otherwise appends {@code value} to the line, and
   * returns false.
   */
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
