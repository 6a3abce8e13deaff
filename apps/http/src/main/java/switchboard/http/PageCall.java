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
 * One caller of a {@link PageService}, from request to request. Belongs to the thread of the call.
 */
final class PageCall {
  /** How soon the head of a request must be whole, from its first byte. */
  static final Duration HEAD_TIME = Duration.ofSeconds(20);

  private final Connection connection;
  private final PageService service;

  PageCall(Connection connection, PageService service) {
    this.connection = connection;
    this.service = service;
  }

  /** Answers one request, of which the first byte is there; whether there may be another one. */
  boolean exchange() throws IOException {
    RequestHead request = null;
    boolean bodiless = false;
    Reply reply;
    try {
      request = request();
      long body = BodyLength.of(request.fields(), request.minorVersion());
      bodiless = body == 0 || body == BodyLength.UNSAID;
      reply = service.answers(connection.local()).to(request, bodiless, service.now());
    } catch (BadHeadException bad) {
      bodiless = false; // where the next request begins is anybody's guess
      reply = Reply.status(bad.code());
    } catch (DeadlineExceededException slow) {
      reply = Reply.status(408);
    }
    boolean more =
        request != null && bodiless && request.keepsAlive() && !Call.current().draining();
    try (var _ = reply) {
      return send(request, reply, more) && more;
    }
  }

  private RequestHead request() throws IOException {
    try (var _ = Deadline.after(HEAD_TIME)) {
      List<String> lines = HeadText.read(connection.source(), HeadLimits.SERVER);
      if (lines == null) {
        throw new BadHeadException(400, "the stream ended after empty lines");
      }
      return HeadSyntax.request(lines);
    }
  }

  /** Sends the answer; whether it went out whole. Half of one must not look like all of it. */
  private boolean send(@Nullable RequestHead request, Reply reply, boolean more)
      throws IOException {
    var sending = new PageSending(connection);
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

  private Visit visit(@Nullable RequestHead request, Reply reply, long bytes, boolean whole) {
    String method = request == null ? "-" : request.method();
    String path = request == null ? "-" : request.target(); // visible ASCII, both of them
    return new Visit(connection.remote(), method, path, reply.code(), bytes, whole);
  }
}
