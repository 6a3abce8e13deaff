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
 * A page asked for in the manner of HTTP/1.0: the end of the client's stream ends the request, and
 * the end of the server's stream the answer.
 *
 * <p>Notice Content-Length, which tells what the end of a stream can't: whether this was all.
 */
final class Exchange {
  private static final int BYTES_MAX = 8 * 1024;
  private static final String BLANK_LINE = "\r\n\r\n";
  private static final String LENGTH = "\r\nContent-Length: ";
  private static final String PAGE = "Hello, world";

  /** Reads the request to its end and answers; the server ends the answer when this returns. */
  private static void answer(Connection caller) throws IOException {
    String request = new String(caller.source().readAll(BYTES_MAX), US_ASCII);
    if (!request.startsWith("GET /")) {
      caller.sink().writeText("HTTP/1.0 400 Bad Request" + LENGTH + 0 + BLANK_LINE);
      return;
    }
    caller.sink().writeText("HTTP/1.0 200 OK" + LENGTH + PAGE.length() + BLANK_LINE);
    boolean whole = !request.startsWith("GET /broken ");
    caller.sink().writeText(whole ? PAGE : PAGE.substring(0, 5)); // as if we had died on the way
  }

  private static void get(Endpoint server, String path, PrintStream out) throws IOException {
    out.println("GET " + path);
    try (var connection = Network.system().connect(server)) {
      connection.sink().writeText("GET " + path + " HTTP/1.0" + BLANK_LINE).shutdownOutput();
      String answer = new String(connection.source().readAll(BYTES_MAX), US_ASCII);
      int head = answer.indexOf(BLANK_LINE);
      String page = answer.substring(head + BLANK_LINE.length());
      String announced = answer.substring(answer.indexOf(LENGTH) + LENGTH.length(), head);
      out.println(answer.lines().findFirst().orElse("(nothing)"));
      out.println(page + ", " + page.length() + " of " + announced + " bytes");
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
