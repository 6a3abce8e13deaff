package switchboard.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Determines the length of a message body from the header section (RFC 9112 §6.3). Rejects a
 * message that specifies two different lengths. A proxy could use one of the lengths and this
 * implementation the other one; they would then find different messages in the same bytes (request
 * smuggling).
 */
final class BodyLength {
  /** Returned instead of a length if the body is chunked. */
  static final long CHUNKED = -1;

  /** Returned instead of a length if the header section does not specify the length. */
  static final long UNSAID = -2;

  /** Matches a decimal number with at most 18 digits, which fits into a long. */
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

  private BodyLength() {}

  /**
   * Returns the length of the body in bytes, {@link #CHUNKED} or {@link #UNSAID}.
   *
   * @throws BadHeaderException with status 501 for a transfer coding other than chunked, and with
   *     status 400 for an invalid length or two different lengths
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

  /**
   * Returns the value of a Content-Length field. Accepts a list of numbers if all of them are equal
   * (RFC 9110 §8.6).
   */
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
