package switchboard.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header that the file sender of common Python tutorials writes: a name, {@code <SEPARATOR>},
 * and a size in decimal digits. The bytes of the file come immediately after the size, without a
 * delimiter. If the file begins with digits, only the length of the stream shows where the size
 * ends and the file begins. Immutable.
 */
final class TutorialHeader {
  static final byte[] SEPARATOR = "<SEPARATOR>".getBytes(StandardCharsets.US_ASCII);

  /** The maximum length of a header in bytes. The tutorials' own receiver has the same limit. */
  static final int BYTES_MAX = 4096;

  /** The maximum number of digits in a size. {@link Long#MAX_VALUE} has this number of digits. */
  static final int DIGITS_MAX = 19;

  private final byte[] name;
  private final byte[] digits;

  /**
   * Creates a header.
   *
   * @param name the bytes before the separator
   * @param digits all digits after the separator, at most {@link #DIGITS_MAX}
   */
  TutorialHeader(byte[] name, byte[] digits) {
    this.name = name;
    this.digits = digits;
  }

  /** Returns the index of the separator in {@code bytes}; -1 if it is missing. */
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

  /**
   * Returns the digits that belong to the content of the file, if the first {@code count} digits
   * are the size.
   */
  byte[] contentAfter(int count) {
    return Arrays.copyOfRange(digits, count, digits.length);
  }

  /** Returns the last element of the name. Some senders send a path instead of a name. */
  byte[] baseName() {
    int start = name.length;
    while (start > 0 && name[start - 1] != '/' && name[start - 1] != '\\') {
      start--;
    }
    return Arrays.copyOfRange(name, start, name.length);
  }

  /**
   * Returns the size, if it consists of the first {@code count} digits. Returns -1 if the number is
   * too large or has a leading zero, which Python does not write.
   */
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
   * Returns the number of digits that belong to the size. At most one number is possible, because
   * each further digit makes the size at least ten times as large, but the content only one byte
   * shorter.
   *
   * @param bytes the number of bytes between the separator and EOF
   * @return the number of digits, or -1 if the length of the stream matches no possible size
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

  /**
   * Returns the smallest size that the sender may have announced, given the digits after the
   * separator.
   */
  long sizeMin() {
    return size(1);
  }

  /**
   * Returns the largest size that the sender may have announced, given the digits after the
   * separator.
   */
  long sizeMax() {
    long most = 0;
    for (int count = 1; count <= digits.length; count++) {
      most = Math.max(most, size(count));
    }
    return most;
  }
}
