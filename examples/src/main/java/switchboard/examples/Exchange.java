package switchboard.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Server;

/**
 * A request and a response in the style of HTTP/1.0: EOF from the client ends the request, and EOF
 * from the server ends the response.
 *
 * <p>Notice the header field Content-Length: without this length, EOF alone would not show whether
 * the response is complete.
 */
final class Exchange {
  private static final int BYTES_MAX = 8 * 1024;
  private static final String BLANK_LINE = "\r\n\r\n";
  private static final String LENGTH = "\r\nContent-Length: ";
  private static final String BODY = "Hello, world";

  /**
   * Reads the request until EOF and sends the response. The server closes the connection when this
   * method returns.
   */
  private static void answer(Connection caller) throws IOException {
    String request = new String(caller.source().readAll(BYTES_MAX), US_ASCII);
    if (!request.startsWith("GET /")) {
      caller.sink().writeText("HTTP/1.0 400 Bad Request" + LENGTH + 0 + BLANK_LINE);
      return;
    }
    caller.sink().writeText("HTTP/1.0 200 OK" + LENGTH + BODY.length() + BLANK_LINE);
    boolean complete = !request.startsWith("GET /broken ");
    caller.sink().writeText(complete ? BODY : BODY.substring(0, 5)); // as after a crash
  }

  private static void get(Endpoint server, String path, PrintStream out) throws IOException {
    out.println("GET " + path);
    try (var connection = Network.system().connect(server)) {
      connection.sink().writeText("GET " + path + " HTTP/1.0" + BLANK_LINE).shutdownOutput();
      String response = new String(connection.source().readAll(BYTES_MAX), US_ASCII);
      int headerEnd = response.indexOf(BLANK_LINE);
      String body = response.substring(headerEnd + BLANK_LINE.length());
      int lengthAt = response.indexOf(LENGTH) + LENGTH.length();
      String announced = response.substring(lengthAt, headerEnd);
      out.println(response.lines().findFirst().orElse("(nothing)"));
      out.println(body + ", " + body.length() + " of " + announced + " bytes");
    }
  }

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var server = Server.listen(endpoint, Exchange::answer)) {
      streams.err().println("listening on " + server.endpoint());
      if (arguments.isEmpty()) {
        get(server.endpoint(), "/", streams.out());
        get(server.endpoint(), "/broken", streams.out());
      } else {
        server.awaitStop();
      }
    }
  }
}
