package switchboard.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The range of bytes that a request asks for (RFC 9110 §14.1.2). The size of the requested resource
 * is known. Immutable.
 *
 * @param first the offset of the first byte
 * @param length the number of bytes; 0 if the resource contains no byte of the range (status 416)
 */
record ByteRange(long first, long length) {
  private static final Pattern SINGLE =
      Pattern.compile("bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", Pattern.CASE_INSENSITIVE);

  /**
   * The maximum number of significant digits that are parsed. A larger number is beyond the end of
   * any file.
   */
  private static final int DIGITS_MAX = 18;

  /**
   * Parses the values of the field {@code Range}.
   *
   * @return the requested range. Empty if the complete resource is to be sent, because the request
   *     contains no range, several ranges, a range in a unit other than bytes, or an invalid range
   *     (§14.2 allows a server to ignore a range)
   */
  static Optional<ByteRange> of(List<String> values, long size) {
    if (values.size() != 1) {
      return Optional.empty();
    }
    var range = SINGLE.matcher(values.getFirst());
    if (!range.matches()) {
      return Optional.empty();
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? Optional.empty() : suffix(number(last), size);
    }
    long from = number(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
    if (to < from) {
      return Optional.empty();
    }
    return Optional.of(
        from >= size
            ? new ByteRange(0, 0)
            : new ByteRange(from, Math.min(to, size - 1) - from + 1));
  }

  /**
   * Returns the range of the last {@code length} bytes. Returns an empty result if the resource has
   * no bytes, because no range can express zero bytes.
   */
  private static Optional<ByteRange> suffix(long length, long size) {
    if (size == 0 && length > 0) {
      return Optional.empty();
    }
    long sent = Math.min(length, size);
    return Optional.of(new ByteRange(size - sent, sent));
  }

  private static long number(String digits) {
    return digits.length() > DIGITS_MAX && !digits.matches("0*[0-9]{1," + DIGITS_MAX + "}")
        ? Long.MAX_VALUE
        : Long.parseLong(digits);
  }

  boolean isSatisfiable() {
    return length > 0;
  }

  /** Returns the value of the field {@code Content-Range}. */
  String contentRange(long size) {
    return "bytes " + (isSatisfiable() ? first + "-" + (first + length - 1) : "*") + "/" + size;
  }
}
