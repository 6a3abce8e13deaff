package switchboard.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Determines the length of a body from the header section (RFC 9112 §6.3). Contradictory lengths
 * are rejected: another implementation, such as a proxy, might use the other length and see
 * different messages in the same bytes (request smuggling).
 */
final class BodyLength {
  /** The body is chunked. */
  static final long CHUNKED = -1;

  /** The header section does not specify a length. */
  static final long UNSAID = -2;

  /** Matches decimal digits, few enough for a long. */
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

  private BodyLength() {}

  /**
   * Returns the number of bytes, or one of the constants.
   *
   * @throws BadHeaderException 501 for a transfer coding other than chunked, 400 for an invalid or
   *     contradictory length
   */
  static long of(List<HeaderField> fields, int minorVersion) throws BadHeaderException {
    long length = UNSAID;
    boolean chunked = false;
    for (HeaderField field : fields) {
      if (field.is("Content-Length")) {
        length = counted(field.value(), length);
      } else if (field.is("Transfer-Encoding")) {
        if (chunked || !field.value().equalsIgnoreCase("chunked")) {
          throw new BadHeaderException(
              501, "unsupported transfer coding '" + ResponseHeader.shown(field.value()) + "'");
        }
        chunked = true;
      }
    }
    if (chunked && (length != UNSAID || minorVersion == 0)) {
      throw new BadHeaderException(
          400,
          length == UNSAID
              ? "a chunked body in HTTP/1.0"
              : "both a chunked body and a Content-Length");
    }
    return chunked ? CHUNKED : length;
  }

  /** Accepts a list of equal numbers as one number (RFC 9110 §8.6). */
  private static long counted(String value, long before) throws BadHeaderException {
    long length = before;
    for (String each : value.split(",", -1)) {
      String digits = each.strip();
      if (!COUNT.matcher(digits).matches()) {
        throw new BadHeaderException(
            400, "invalid Content-Length '" + ResponseHeader.shown(value) + "'");
      }
      long now = Long.parseLong(digits);
      if (length != UNSAID && length != now) {
        throw new BadHeaderException(
            400, "two different Content-Lengths, " + length + " and " + now);
      }
      length = now;
    }
    return length;
  }
}
