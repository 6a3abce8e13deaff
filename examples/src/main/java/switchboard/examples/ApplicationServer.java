package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import switchboard.frames.FramedConnection;
import switchboard.net.Connection;
import switchboard.net.Slice;
import switchboard.server.Server;

/**
 * A server for a protocol whose messages have a header. For the action {@code search}, the server
 * looks up a word in a table and answers with JSON. For any other action, the server answers with
 * bytes. Each connection carries one request and one response.
 *
 * <p>Notice that this code neither counts bytes nor stores partial messages: the codec finds the
 * end of a message, and {@code receive} returns a complete message or throws.
 */
final class ApplicationServer {
  private static final Map<String, String> ENTRIES =
      Map.of(
          "socket", "one end of a conversation between two programs",
          "port", "a number from 0 to 65535 that identifies a service of a machine",
          "🔌", "the end of a cable that connects a call");

  static void serve(Connection connection) throws IOException {
    var frames = new FramedConnection<>(connection, ApplicationMessage.CODEC);
    ApplicationMessage question = frames.receive();
    if (question != null) {
      frames.send(answer(question));
    }
  }

  private static ApplicationMessage answer(ApplicationMessage question) throws IOException {
    Map<String, Object> fields = question.fields();
    if (fields == null) {
      byte[] content = question.content().toBytes();
      byte[] first = "First 10 bytes of request: ".getBytes(UTF_8);
      byte[] all = Arrays.copyOf(first, first.length + Math.min(10, content.length));
      System.arraycopy(content, 0, all, first.length, all.length - first.length);
      return new ApplicationMessage("binary/custom-server-binary-type", "binary", Slice.of(all));
    }
    if (!"search".equals(fields.get("action"))) {
      return ApplicationMessage.text(
          Map.of("result", "unknown action '" + fields.get("action") + "'"));
    }
    String value = String.valueOf(fields.get("value"));
    return ApplicationMessage.text(
        Map.of("result", ENTRIES.getOrDefault(value, "no entry for '" + value + "'")));
  }

  static void run(List<String> arguments, Streams streams) throws Exception {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var server = Server.listen(endpoint, ApplicationServer::serve)) {
      streams.err().println("listening on " + server.endpoint());
      if (arguments.isEmpty()) {
        ApplicationClient.run(List.of(server.endpoint().toString(), "search", "port"), streams);
      } else {
        server.awaitStop();
      }
    }
  }
}
