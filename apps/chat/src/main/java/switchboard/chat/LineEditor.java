package switchboard.chat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import switchboard.chat.LineReader.Line;

/**
 * A line in UTF-8 that is being typed, with the editing that a terminal would do (termios(3):
 * VERASE, VWERASE, VKILL). For {@link LineReader}, on its thread. Memory is bounded however much is
 * typed: a line that has lost bytes stays too long until all of it is erased.
 */
final class LineEditor {
  /** How far one erasure looks back for the base of combining marks. */
  static final int MARKS_BYTES_MAX = 64;

  /** Room for the CR of an ending, and for characters too many that may yet be erased. */
  static final int KEPT_BYTES_MAX = LineReader.LINE_BYTES_MAX + 256;

  private static final int FIRST_BYTES = 64;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;
  private boolean overflowed;
  private boolean endsWithCr;

  /** Adds one byte, or notes that there was no room for it. */
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

  /** Whether the last character lacks bytes. */
  boolean endsInsideCharacter() {
    if (size == 0 || overflowed) {
      return false;
    }
    int start = characterStart(size);
    return size - start < Utf8.bytesOfCharacter(bytes[start]);
  }

  /** Erases the last character: a base with its combining marks, or as much as there is of it. */
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

  /** Erases everything, also what there was no room for. */
  void eraseLine() {
    overflowed = false;
    shrinkTo(0);
  }

  private void shrinkTo(int end) {
    size = end;
    endsWithCr = false;
  }

  /** The line without the CR that it may end with. */
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

  /** Where the character that ends at {@code end} begins; a stray byte is one by itself. */
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
