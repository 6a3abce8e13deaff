package switchboard.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.server.Call;

/**
 * One caller of a {@link HttpFileHandler}, from request to request. Belongs to the thread of the
 * call.
 */
final class HttpSession {
  /** How soon the head of a request must be whole, from its first byte. */
  static final Duration HEAD_TIME = Duration.ofSeconds(20);

  private final Connection connection;
  private final HttpFileHandler service;

  HttpSession(Connection connection, HttpFileHandler service) {
    this.connection = connection;
    this.service = service;
  }

  /** Answers one request, of which the first byte is there; whether there may be another one. */
  boolean exchange() throws IOException {
    RequestHeader request = null;
    boolean bodiless = false;
    HttpResponse reply;
    try {
      request = request();
      long body = BodyLength.of(request.fields(), request.minorVersion());
      bodiless = body == 0 || body == BodyLength.UNSAID;
      reply = service.answers(connection.local()).to(request, bodiless, service.now());
    } catch (BadHeaderException bad) {
      bodiless = false; // where the next request begins is anybody's guess
      reply = HttpResponse.status(bad.code());
    } catch (DeadlineExceededException slow) {
      reply = HttpResponse.status(408);
    }
    boolean more =
        request != null && bodiless && request.keepsAlive() && !Call.current().isDraining();
    try (var _ = reply) {
      return send(request, reply, more) && more;
    }
  }

  private RequestHeader request() throws IOException {
    try (var _ = Deadline.after(HEAD_TIME)) {
      List<String> lines = HeaderSectionReader.read(connection.source(), HeaderLimits.SERVER);
      if (lines == null) {
        throw new BadHeaderException(400, "the stream ended after empty lines");
      }
      return HeaderSectionParser.request(lines);
    }
  }

  /** Sends the answer; whether it went out whole. Half of one must not look like all of it. */
  private boolean send(@Nullable RequestHeader request, HttpResponse reply, boolean more)
      throws IOException {
    var sending = new ResponseWriter(connection);
    boolean whole = false;
    try {
      String head = reply.head(service.now(), more ? "keep-alive" : "close");
      whole = sending.send(head, reply, request == null || !request.isHead());
      return whole;
    } finally {
      if (!whole) {
        connection.abort();
      }
      service.note(visit(request, reply, sending.bytes(), whole));
    }
  }

  private AccessLogEntry visit(
      @Nullable RequestHeader request, HttpResponse reply, long bytes, boolean whole) {
    String method = request == null ? "-" : request.method();
    String path = request == null ? "-" : request.target(); // visible ASCII, both of them
    return new AccessLogEntry(connection.remote(), method, path, reply.code(), bytes, whole);
  }
}
