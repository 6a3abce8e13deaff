package switchboard.chat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import switchboard.chat.LineReader.Line;

/**
 * A UTF-8 line that is being typed, with the editing functions of a terminal in canonical mode
 * (termios(3): VERASE, VWERASE, VKILL). Memory is bounded: the editor keeps at most {@link
 * #KEPT_BYTES_MAX} bytes and drops all further bytes. After it has dropped a byte, the line is too
 * long until the user erases the complete line. Confined to the thread that uses the {@link
 * LineReader}.
 */
final class LineEditor {
  /**
   * When a combining mark is erased, its base character is erased too. This is the maximum number
   * of bytes before the end of the line in which the base character is searched for.
   */
  static final int MARKS_BYTES_MAX = 64;

  /**
   * The maximum length of the buffer in bytes. It includes space for the CR of a line ending, and
   * for excess characters that the user may still erase.
   */
  static final int KEPT_BYTES_MAX = LineReader.LINE_BYTES_MAX + 256;

  private static final int FIRST_BYTES = 64;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;
  private boolean overflowed;
  private boolean endsWithCr;

  /**
   * Appends one byte to the line. If the buffer is full, drops the byte and marks the line as
   * overflowed.
   */
  void append(byte value) {
    endsWithCr = value == '\r';
    if (size == KEPT_BYTES_MAX) {
      overflowed = true;
      return;
    }
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * size, KEPT_BYTES_MAX));
    }
    bytes[size++] = value;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean endsWithCr() {
    return endsWithCr;
  }

  /** Returns whether the UTF-8 encoding of the last character is incomplete. */
  boolean endsInsideCharacter() {
    if (size == 0 || overflowed) {
      return false;
    }
    int start = characterStart(size);
    return size - start < Utf8.bytesOfCharacter(bytes[start]);
  }

  /**
   * Erases the last character, even if its encoding is incomplete. Combining marks are erased
   * together with their base.
   */
  void eraseCharacter() {
    if (overflowed) {
      return;
    }
    int floor = Math.max(0, size - MARKS_BYTES_MAX);
    int end = size;
    int start = characterStart(end);
    while (start > floor && isMark(start, end)) {
      end = start;
      start = characterStart(end);
    }
    shrinkTo(start);
  }

  /** Erases the last word and the blanks after it. */
  void eraseWord() {
    if (overflowed) {
      return;
    }
    int end = size;
    while (end > 0 && isBlank(bytes[end - 1])) {
      end--;
    }
    while (end > 0 && !isBlank(bytes[end - 1])) {
      end--;
    }
    shrinkTo(end);
  }

  /** Erases the complete line. After that, the line is not marked as overflowed. */
  void eraseLine() {
    overflowed = false;
    shrinkTo(0);
  }

  private void shrinkTo(int end) {
    size = end;
    endsWithCr = false;
  }

  /** Returns the line, without the CR at its end if there is one. */
  Line toLine() {
    int length = endsWithCr ? size - 1 : size;
    if (length > LineReader.LINE_BYTES_MAX) {
      return new Line.TooLong();
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return new Line.Text(decoder.decode(ByteBuffer.wrap(bytes, 0, length)).toString());
    } catch (CharacterCodingException e) {
      return new Line.NotText();
    }
  }

  /**
   * Returns the start index of the character that ends before the index {@code end}. A byte that is
   * not part of a valid character is treated as one character.
   */
  private int characterStart(int end) {
    for (int at = end - 1; at >= Math.max(0, end - Utf8.BYTES_MAX); at--) {
      if (!Utf8.isContinuation(bytes[at])) {
        return end - at <= Utf8.bytesOfCharacter(bytes[at]) ? at : end - 1;
      }
    }
    return Math.max(0, end - 1);
  }

  private boolean isMark(int start, int end) {
    String character = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    return switch (Character.getType(character.codePointAt(0))) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\t';
  }
}
