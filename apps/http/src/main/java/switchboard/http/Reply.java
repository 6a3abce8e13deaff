package switchboard.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An answer before it is sent. Immutable; whoever has it closes its page.
 *
 * @param fields beside those that every answer has
 * @param text what is sent where there is no page
 * @param bytes how long the body is, whether it is sent or not
 * @param page what is sent, if anything is
 */
record Reply(
    int code, List<HeaderField> fields, String text, long bytes, Folder.@Nullable Page page)
    implements AutoCloseable {

  /** RFC 9110 §5.6.7. */
  static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  /** A status, and a sentence about it. */
  static Reply text(int code, HeaderField... more) {
    var fields = new ArrayList<>(List.of(more));
    fields.add(new HeaderField("Content-Type", "text/plain; charset=utf-8"));
    String text = code + " " + reason(code) + "\n";
    return new Reply(code, fields, text, text.length(), null);
  }

  /** What callers are told for whom there is no room, before they have said anything. */
  static String refusal() {
    var reply = text(503, new HeaderField("Retry-After", "1"));
    return reply.head(null, "close") + reply.text();
  }

  /** A whole page, or only its head. */
  static Reply page(Folder.Page page) {
    var fields = new ArrayList<>(validators(page));
    fields.add(new HeaderField("Content-Type", page.type()));
    fields.add(new HeaderField("Accept-Ranges", "none"));
    return new Reply(200, fields, "", page.bytes(), page);
  }

  /** The caller has that page already. */
  static Reply unchanged(Folder.Page page) {
    return new Reply(304, validators(page), "", -1, null);
  }

  private static List<HeaderField> validators(Folder.Page page) {
    return List.of(new HeaderField("Last-Modified", DATE.format(page.changed())));
  }

  /**
   * Everything before the body.
   *
   * @param now the date, where it is known
   */
  String head(@Nullable Instant now, String connection) {
    var head = new StringBuilder("HTTP/1.1 " + code + " " + reason(code) + "\r\n");
    if (now != null) {
      add(head, "Date", DATE.format(now));
    }
    for (HeaderField field : fields) {
      add(head, field.name(), field.value());
    }
    if (bytes >= 0) {
      add(head, "Content-Length", Long.toString(bytes));
    }
    add(head, "X-Content-Type-Options", "nosniff");
    add(head, "Connection", connection);
    return head.append("\r\n").toString();
  }

  private static void add(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** The body of an answer without a page. */
  byte[] textBytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    if (page != null) {
      page.close();
    }
  }

  private static String reason(int code) {
    return switch (code) {
      case 200 -> "OK";
      case 301 -> "Moved Permanently";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> throw new IllegalArgumentException("nobody answers " + code);
    };
  }
}
