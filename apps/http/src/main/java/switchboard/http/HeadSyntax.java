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
 * Lines of a head into its parts, by the parser of Apache HttpCore. What that forgives and RFC 9112
 * does not is refused here: names that are no tokens, targets with spaces, folded lines.
 */
final class HeadSyntax {
  private static final LineParser PARSER = BasicLineParser.INSTANCE;

  /** RFC 9110 §5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern VISIBLE = Pattern.compile("[!-~]+");
  private static final int CODE_MIN = 100;
  private static final int CODE_MAX = 999;

  private HeadSyntax() {}

  /** The head of a request; its exceptions tell the code to answer. */
  static RequestHead request(List<String> lines) throws BadHeadException {
    try {
      var first = PARSER.parseRequestLine(buffer(lines.getFirst()));
      int minor = minorVersion(first.getProtocolVersion());
      if (!TOKEN.matcher(first.getMethod()).matches()
          || !VISIBLE.matcher(first.getUri()).matches()) {
        throw bad("its first line is no request", lines.getFirst());
      }
      return new RequestHead(first.getMethod(), first.getUri(), minor, fields(lines));
    } catch (ParseException e) {
      throw bad("it is no HTTP request", lines.getFirst());
    }
  }

  /** The head of a response. */
  static ResponseHead response(List<String> lines) throws BadHeadException {
    try {
      var first = PARSER.parseStatusLine(buffer(lines.getFirst()));
      int minor = minorVersion(first.getProtocolVersion());
      int code = first.getStatusCode();
      if (code < CODE_MIN || code > CODE_MAX) {
        throw bad("there is no such status", lines.getFirst());
      }
      String reason = Objects.requireNonNullElse(first.getReasonPhrase(), "");
      return new ResponseHead(minor, code, reason, fields(lines));
    } catch (ParseException e) {
      throw bad("its first line has no status", lines.getFirst());
    }
  }

  private static int minorVersion(ProtocolVersion version) throws BadHeadException {
    if (version.getMajor() != 1) {
      throw new BadHeadException(505, "it is " + version + ", and only HTTP/1 is spoken here");
    }
    return Math.min(version.getMinor(), 1); // RFC 9110 §2.5: a later minor version reads as ours
  }

  private static List<HeaderField> fields(List<String> lines) throws BadHeadException {
    var fields = new ArrayList<HeaderField>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith(" ") || line.startsWith("\t")) {
        throw bad("a line of the head is folded", line); // RFC 9112 §5.2: nobody may send it now
      }
      fields.add(field(line));
    }
    return List.copyOf(fields);
  }

  private static HeaderField field(String line) throws BadHeadException {
    try {
      Header header = PARSER.parseHeader(buffer(line));
      String name = header.getName();
      if (line.startsWith(name + ":") && TOKEN.matcher(name).matches()) {
        return new HeaderField(name, Objects.requireNonNullElse(header.getValue(), ""));
      }
    } catch (ParseException e) {
      // The sentence below holds for this too.
    }
    throw bad("a line of the head is no field", line);
  }

  private static BadHeadException bad(String what, String line) {
    int length = Math.min(line.length(), 60);
    return new BadHeadException(
        400, what + ": '" + ResponseHead.shown(line.substring(0, length)) + "'");
  }

  private static CharArrayBuffer buffer(String line) {
    var buffer = new CharArrayBuffer(line.length());
    buffer.append(line);
    return buffer;
  }
}
