package switchboard.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.server.Call;

/** Handles the requests on one connection of an {@link HttpFileHandler}. Confined to one thread. */
final class HttpSession {
  /**
   * The timeout for receiving a header section. It begins with the first byte of the header
   * section.
   */
  static final Duration HEAD_TIME = Duration.ofSeconds(20);

  private final Connection connection;
  private final HttpFileHandler service;

  HttpSession(Connection connection, HttpFileHandler service) {
    this.connection = connection;
    this.service = service;
  }

  /**
   * Reads and answers one request. Its first byte must already have arrived.
   *
   * @return whether the client may send another request on this connection
   */
  boolean exchange() throws IOException {
    RequestHeader request = null;
    boolean bodiless = false;
    HttpResponse reply;
    try {
      request = request();
      long body = BodyLength.of(request.fields(), request.minorVersion());
      bodiless = body == 0 || body == BodyLength.UNSAID;
      reply = service.answers(connection.local()).to(request, bodiless, service.now());
    } catch (BadHeaderException e) {
      bodiless = false; // the beginning of the next request is unknown
      reply = HttpResponse.status(e.code());
    } catch (DeadlineExceededException e) {
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
        throw new BadHeaderException(400, "EOF after empty lines");
      }
      return HeaderSectionParser.request(lines);
    }
  }

  /**
   * Sends a response, and returns whether it was sent completely. If the response was not sent
   * completely, resets the connection, so that the client notices this.
   */
  private boolean send(@Nullable RequestHeader request, HttpResponse reply, boolean more)
      throws IOException {
    var sending = new ResponseWriter(connection);
    boolean complete = false;
    try {
      String head = reply.head(service.now(), more ? "keep-alive" : "close");
      complete = sending.send(head, reply, request == null || !request.isHead());
      return complete;
    } finally {
      if (!complete) {
        connection.abort();
      }
      service.note(entry(request, reply, sending.bytes(), complete));
    }
  }

  private AccessLogEntry entry(
      @Nullable RequestHeader request, HttpResponse reply, long bytes, boolean complete) {
    String method = request == null ? "-" : request.method();
    // method and target consist of visible ASCII characters
    String path = request == null ? "-" : request.target();
    return new AccessLogEntry(connection.remote(), method, path, reply.code(), bytes, complete);
  }
}
