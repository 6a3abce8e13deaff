package switchboard.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How long the body of a message is, by its head (RFC 9112 §6.3). Heads that say it twice and
 * differently are refused: who believes the other half reads other messages than we do.
 */
final class BodyLength {
  /** It comes in chunks that tell themselves which one is the last. */
  static final long CHUNKED = -1;

  /** The head does not say. */
  static final long UNSAID = -2;

  /** Digits, and not so many that they overflow. */
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

  private BodyLength() {}

  /** The number of bytes, or one of the constants. */
  static long of(List<HeaderField> fields, int minorVersion) throws BadHeaderException {
    long length = UNSAID;
    boolean chunked = false;
    for (HeaderField field : fields) {
      if (field.is("Content-Length")) {
        length = counted(field.value(), length);
      } else if (field.is("Transfer-Encoding")) {
        if (chunked || !field.value().equalsIgnoreCase("chunked")) {
          throw new BadHeaderException(
              501,
              "its transfer coding is '" + ResponseHeader.shown(field.value()) + "', not chunked");
        }
        chunked = true;
      }
    }
    if (chunked && (length != UNSAID || minorVersion == 0)) {
      throw new BadHeaderException(
          400, "it has chunks, and " + (length == UNSAID ? "is HTTP/1.0" : "a Content-Length too"));
    }
    return chunked ? CHUNKED : length;
  }

  /** A list of equal numbers is one (RFC 9110 §8.6). */
  private static long counted(String value, long before) throws BadHeaderException {
    long length = before;
    for (String each : value.split(",", -1)) {
      String digits = each.strip();
      if (!COUNT.matcher(digits).matches()) {
        throw new BadHeaderException(
            400, "its Content-Length is '" + ResponseHeader.shown(value) + "', no number of bytes");
      }
      long now = Long.parseLong(digits);
      if (length != UNSAID && length != now) {
        throw new BadHeaderException(400, "it has two Content-Lengths, " + length + " and " + now);
      }
      length = now;
    }
    return length;
  }
}
