package switchboard.chat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import switchboard.chat.LineReader.Line;

/**
 * A UTF-8 line that is being typed, with the editing functions of a terminal in canonical mode
 * (termios(3): VERASE, VWERASE, VKILL). Memory is bounded: bytes beyond {@link #KEPT_BYTES_MAX} are
 * dropped, and the line then counts as too long until all of it is erased. Confined to the thread
 * of its {@link LineReader}.
 */
final class LineEditor {
  /** The maximum number of bytes that one erasure searches for the base of combining marks. */
  static final int MARKS_BYTES_MAX = 64;

  /** Includes space for the CR of a line ending and for excess characters that may be erased. */
  static final int KEPT_BYTES_MAX = LineReader.LINE_BYTES_MAX + 256;

  private static final int FIRST_BYTES = 64;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;
  private boolean overflowed;
  private boolean endsWithCr;

  /** Appends one byte; if the buffer is full, drops it and marks the line as overflowed. */
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

  /** Returns whether the last character is incomplete. */
  boolean endsInsideCharacter() {
    if (size == 0 || overflowed) {
      return false;
    }
    int start = characterStart(size);
    return size - start < Utf8.bytesOfCharacter(bytes[start]);
  }

  /** Erases the last character: a base with its combining marks, complete or not. */
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

  /** Erases everything; the line is no longer overflowed. */
  void eraseLine() {
    overflowed = false;
    shrinkTo(0);
  }

  private void shrinkTo(int end) {
    size = end;
    endsWithCr = false;
  }

  /** Returns the line, without a CR at its end. */
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
   * Returns the index at which the character begins that ends before {@code end}. A byte that is
   * not part of a valid character counts as one character.
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
