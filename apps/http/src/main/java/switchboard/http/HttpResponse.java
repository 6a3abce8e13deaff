package switchboard.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response that the server is going to send. Immutable. A response must be closed; closing it
 * closes the file that contains its body, if there is one.
 *
 * @param fields the header fields, except those that every response contains
 * @param text the body, if it is not in a file
 * @param bytes the length of the body in bytes, which is also sent in responses to HEAD; -1 for a
 *     response without Content-Length
 * @param content the file with the body; null if the body is not in a file
 */
record HttpResponse(
    int code, List<HeaderField> fields, String text, long bytes, @Nullable Content content)
    implements AutoCloseable {

  /** An open file, or a range of bytes in it. */
  record Content(FileChannel file, long first, long length) {}

  /** Returns a response whose body contains the status code and the reason phrase. */
  static HttpResponse status(int code, HeaderField... more) {
    return text(code, "", more);
  }

  /** Returns a response whose body contains the status code, the reason phrase and a sentence. */
  static HttpResponse text(int code, String sentence, HeaderField... more) {
    String end = sentence.isEmpty() ? "\n" : ": " + sentence + "\n";
    return text(code, "text/plain; charset=utf-8", code + " " + reason(code) + end, more);
  }

  private static HttpResponse text(int code, String type, String text, HeaderField... more) {
    var fields = new ArrayList<>(List.of(more));
    fields.add(new HeaderField("Content-Type", type));
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return new HttpResponse(code, fields, text, bytes, null);
  }

  /** Returns a response with an HTML document. */
  static HttpResponse html(String text) {
    return text(200, "text/html; charset=utf-8", text);
  }

  /**
   * Returns the text of the complete response to a connection that exceeds a limit of the server.
   */
  static String refusal() {
    var reply = status(503, new HeaderField("Retry-After", "1"));
    return reply.head(null, "close") + reply.text();
  }

  /** Returns a response with a complete file. */
  static HttpResponse page(StaticFiles.Page page, Validators validators) {
    var content = new Content(page.file(), 0, page.bytes());
    return new HttpResponse(200, described(page, validators), "", page.bytes(), content);
  }

  /** Returns a response with a range of a file. */
  static HttpResponse part(StaticFiles.Page page, Validators validators, ByteRange range) {
    var fields = described(page, validators);
    fields.add(new HeaderField("Content-Range", range.contentRange(page.bytes())));
    var content = new Content(page.file(), range.first(), range.length());
    return new HttpResponse(206, fields, "", range.length(), content);
  }

  private static List<HeaderField> described(StaticFiles.Page page, Validators validators) {
    var fields = fields(validators);
    fields.add(new HeaderField("Content-Type", page.type()));
    fields.add(new HeaderField("Accept-Ranges", "bytes"));
    return fields;
  }

  /**
   * Returns the response (status 304) to a client that already has the current version of the
   * resource.
   */
  static HttpResponse unchanged(Validators validators) {
    return new HttpResponse(304, fields(validators), "", -1, null);
  }

  private static List<HeaderField> fields(Validators validators) {
    var fields = new ArrayList<HeaderField>();
    if (validators.modified() != null) {
      fields.add(new HeaderField("Last-Modified", HttpDate.format(validators.modified())));
    }
    if (validators.entityTag() != null) {
      fields.add(new HeaderField("ETag", validators.entityTag()));
    }
    return fields;
  }

  /**
   * Returns the header section of the response.
   *
   * @param now the time for the field {@code Date}; null for a response without this field
   * @param connection the value of the field {@code Connection}
   */
  String head(@Nullable Instant now, String connection) {
    var head = new StringBuilder("HTTP/1.1 " + code + " " + reason(code) + "\r\n");
    if (now != null) {
      add(head, "Date", HttpDate.format(now));
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

  @Override
  public void close() throws IOException {
    if (content != null) {
      content.file().close();
    }
  }

  private static String reason(int code) {
    return switch (code) {
      case 200 -> "OK";
      case 206 -> "Partial Content";
      case 301 -> "Moved Permanently";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 416 -> "Range Not Satisfiable";
      case 421 -> "Misdirected Request";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> throw new IllegalArgumentException("unknown status code: " + code);
    };
  }
}
