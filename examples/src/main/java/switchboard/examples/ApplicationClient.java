package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import switchboard.frames.FramedConnection;
import switchboard.net.EndpointException;
import switchboard.net.Network;
import switchboard.net.Slice;
import switchboard.server.Server;

/**
 * A client for {@link ApplicationServer}. It sends a request as JSON if the action is {@code
 * search}, and as bytes for any other action.
 *
 * <p>Notice {@code request}: it sends a request, and blocks until the complete response has
 * arrived. If a request times out, its response may still arrive after the timeout. The next call
 * of {@code request} skips that response, and does not return it as the response to the new
 * request.
 */
final class ApplicationClient {

  private static ApplicationMessage question(String action, String value) {
    return action.equals("search")
        ? ApplicationMessage.text(Map.of("action", action, "value", value))
        : new ApplicationMessage(
            "binary/custom-client-binary-type",
            "binary",
            Slice.of((action + value).getBytes(UTF_8)));
  }

  static void run(List<String> arguments, Streams streams) throws Exception {
    if (arguments.isEmpty()) {
      try (var server = Server.listen("127.0.0.1:0", ApplicationServer::serve)) {
        run(List.of(server.endpoint().toString(), "search", "🔌"), streams);
        run(List.of(server.endpoint().toString(), "shout", " hello"), streams);
      }
      return;
    }
    if (arguments.size() != 3) {
      throw new EndpointException("requires ENDPOINT ACTION VALUE, or no arguments");
    }
    String endpoint = arguments.getFirst();
    try (var connection = Network.system().connect(endpoint)) {
      var frames = new FramedConnection<>(connection, ApplicationMessage.CODEC);
      var answer = frames.request(question(arguments.get(1), arguments.get(2)));
      Map<String, Object> fields = answer.fields();
      streams
          .out()
          .println(fields == null ? answer.content().text() : fields.getOrDefault("result", ""));
    }
  }
}
