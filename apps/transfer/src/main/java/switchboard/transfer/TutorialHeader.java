package switchboard.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How the teaching texts' sender begins: a name, {@code <SEPARATOR>}, and a size in decimal digits,
 * behind which the bytes of the file follow with nothing in between. Where a file begins with
 * digits only its end tells how many of them are the size's. Immutable.
 */
final class TutorialHeader {
  static final byte[] SEPARATOR = "<SEPARATOR>".getBytes(StandardCharsets.US_ASCII);

  /** The separator comes within so many bytes: the teaching texts' receiver takes no more. */
  static final int BYTES_MAX = 4096;

  /** As many as the largest size has. */
  static final int DIGITS_MAX = 19;

  private final byte[] name;
  private final byte[] digits;

  /**
   * What was found.
   *
   * @param name the bytes before the separator
   * @param digits all digits behind it, at most {@link #DIGITS_MAX}
   */
  TutorialHeader(byte[] name, byte[] digits) {
    this.name = name;
    this.digits = digits;
  }

  /** Where the separator begins, or -1. */
  static int separator(byte[] bytes) {
    for (int at = 0; at + SEPARATOR.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + SEPARATOR.length, SEPARATOR, 0, SEPARATOR.length)) {
        return at;
      }
    }
    return -1;
  }

  static boolean isDigit(byte each) {
    return each >= '0' && each <= '9';
  }

  int digits() {
    return digits.length;
  }

  /** The digits that are the file's, if so many are the size's. */
  byte[] contentAfter(int count) {
    return Arrays.copyOfRange(digits, count, digits.length);
  }

  /** The name without the directories that some callers leave before it. */
  byte[] baseName() {
    int start = name.length;
    while (start > 0 && name[start - 1] != '/' && name[start - 1] != '\\') {
      start--;
    }
    return Arrays.copyOfRange(name, start, name.length);
  }

  /** The size that the first {@code count} digits tell; -1 when it is none that Python writes. */
  long size(int count) {
    if (count > 1 && digits[0] == '0') {
      return -1;
    }
    try {
      return Long.parseLong(new String(digits, 0, count, StandardCharsets.US_ASCII));
    } catch (NumberFormatException tooLarge) {
      return -1;
    }
  }

  /**
   * How many digits are the size's, if the stream has ended {@code bytes} behind the separator.
   * There is one answer at most, since a digit more makes the size ten times as large.
   *
   * @return -1 when it ended too early or too late
   */
  int digitsOfSize(long bytes) {
    for (int count = 1; count <= digits.length; count++) {
      long size = size(count);
      if (size >= 0 && size == bytes - count) {
        return count;
      }
    }
    return -1;
  }

  /** The least that may have been announced. */
  long sizeMin() {
    return size(1);
  }

  /** The most that may have been announced. */
  long sizeMax() {
    long most = 0;
    for (int count = 1; count <= digits.length; count++) {
      most = Math.max(most, size(count));
    }
    return most;
  }
}
