package switchboard.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.LineParser;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Parses the lines of a header section with the parser of Apache HttpCore. The HttpCore parser
 * accepts some messages that RFC 9112 does not allow. This class rejects such messages. They have a
 * first line with spaces or numbers that do not match the grammar, a field name that is not a
 * token, or a folded line in a request. Used by the HTTP client and the server. Thread-safe.
 */
final class HeaderSectionParser {
  private static final LineParser PARSER = BasicLineParser.INSTANCE;

  /** Matches a token (RFC 9110 §5.6.2). */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /**
   * Matches a request line (RFC 9112 §3). Its parts are separated by single spaces, and the two
   * numbers of the version have one digit each.
   */
  private static final Pattern REQUEST_LINE =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~]+ HTTP/[0-9][.][0-9]");

  /**
   * Matches a status line (RFC 9112 §4). Accepts a line without the space before the reason phrase,
   * because many servers omit this space if they send no reason phrase.
   */
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/[0-9][.][0-9] [1-9][0-9]{2}(?: .*)?");

  /** Matches a version other than HTTP/1 at the beginning of a status line. */
  private static final Pattern VERSION_AT_START =
      Pattern.compile("^HTTP/[02-9][0-9]*(?:[.][0-9]+)?(?= |$)");

  private static final Pattern VERSION_AT_END =
      Pattern.compile("(?<= )HTTP/[02-9][0-9]*(?:[.][0-9]+)?$");

  private HeaderSectionParser() {}

  /**
   * Parses the header section of a request.
   *
   * @throws BadHeaderException if the header section is not valid; contains the status code of the
   *     response
   */
  static RequestHeader request(List<String> lines) throws BadHeaderException {
    String line = lines.getFirst();
    requireVersion1(VERSION_AT_END, line);
    try {
      if (REQUEST_LINE.matcher(line).matches()) {
        var first = PARSER.parseRequestLine(buffer(line));
        int minor = minorVersion(first.getProtocolVersion());
        for (String each : lines.subList(1, lines.size())) {
          if (isFolded(each)) { // a server may refuse it (RFC 9112 §5.2)
            throw bad("folded header line", each);
          }
        }
        return new RequestHeader(first.getMethod(), first.getUri(), minor, fields(lines));
      }
    } catch (ParseException e) {
      // Reported below.
    }
    throw bad("invalid request line", line);
  }

  /** Parses the header section of a response. */
  static ResponseHeader response(List<String> lines) throws BadHeaderException {
    String line = lines.getFirst();
    requireVersion1(VERSION_AT_START, line);
    try {
      if (STATUS_LINE.matcher(line).matches()) {
        var first = PARSER.parseStatusLine(buffer(line));
        int minor = minorVersion(first.getProtocolVersion());
        String reason = Objects.requireNonNullElse(first.getReasonPhrase(), "");
        return new ResponseHeader(minor, first.getStatusCode(), reason, fields(unfolded(lines)));
      }
    } catch (ParseException e) {
      // Reported below.
    }
    throw bad("invalid status line", line);
  }

  private static void requireVersion1(Pattern pattern, String line) throws BadHeaderException {
    var version = pattern.matcher(line);
    if (version.find()) {
      throw new BadHeaderException(
          505,
          "unsupported version " + version.group() + "; only HTTP/1.0 and HTTP/1.1 are supported");
    }
  }

  private static int minorVersion(ProtocolVersion version) {
    return Math.min(
        // RFC 9110 §2.5: a minor version greater than 1 is treated as HTTP/1.1
        version.getMinor(), 1);
  }

  private static boolean isFolded(String line) {
    return line.startsWith(" ") || line.startsWith("\t");
  }

  /**
   * Joins folded lines: replaces each line break and the white space after it by one space (RFC
   * 9112 §5.2). Rejects a folded line before the first field (§2.2).
   */
  private static List<String> unfolded(List<String> lines) throws BadHeaderException {
    var unfolded = new ArrayList<StringBuilder>();
    for (String line : lines) {
      if (!isFolded(line)) {
        unfolded.add(new StringBuilder(line));
      } else if (unfolded.size() == 1) {
        throw bad("folded line before the first field", line);
      } else {
        unfolded.getLast().append(' ').append(line.strip());
      }
    }
    return unfolded.stream().map(StringBuilder::toString).toList();
  }

  private static List<HeaderField> fields(List<String> lines) throws BadHeaderException {
    var fields = new ArrayList<HeaderField>();
    for (String line : lines.subList(1, lines.size())) {
      fields.add(field(line));
    }
    return List.copyOf(fields);
  }

  private static HeaderField field(String line) throws BadHeaderException {
    try {
      Header header = PARSER.parseHeader(buffer(line));
      String name = header.getName();
      if (line.startsWith(name + ":") && TOKEN.matcher(name).matches()) {
        return new HeaderField(name, Objects.requireNonNullElse(header.getValue(), ""));
      }
    } catch (ParseException e) {
      // Reported below.
    }
    throw bad("invalid header field", line);
  }

  private static BadHeaderException bad(String what, String line) {
    int length = Math.min(line.length(), 60);
    return new BadHeaderException(
        400, what + ": '" + ResponseHeader.shown(line.substring(0, length)) + "'");
  }

  private static CharArrayBuffer buffer(String line) {
    var buffer = new CharArrayBuffer(line.length());
    buffer.append(line);
    return buffer;
  }
}
