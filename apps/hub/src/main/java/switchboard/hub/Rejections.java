package switchboard.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;

/**
 * Connection handlers that send a client the reason why the client is not served. An HTTP client
 * receives an HTTP response, and other clients a line of text.
 */
final class Rejections {
  static final ConnectionHandler NO_TLS = line("TLS is not configured on this port. ");
  static final ConnectionHandler NO_PROXY =
      line("The PROXY protocol is not accepted from your address. ");
  static final ConnectionHandler NO_IRC = line("ERROR :IRC is not supported on this port. ");
  static final ConnectionHandler NO_FILES =
      line("This hub does not accept files. It accepts files if it is started with --data DIR. ");
  static final ConnectionHandler UNKNOWN = line("");

  private static final String UNDERSTOOD =
      "This port speaks plain lines of UTF-8 text: call it with nc or telnet.";
  private static final byte[] HEAD = "HEAD".getBytes(StandardCharsets.US_ASCII);

  private Rejections() {}

  /** Responds with status 501 and a text that says how to use this port. */
  static void http(Connection connection) throws IOException {
    String body = UNDERSTOOD + "\n";
    // RFC 9110 §9.3.2: a response to HEAD has no body, even if the response has a Content-Length.
    boolean bodiless = Arrays.equals(connection.source().peek(HEAD.length), HEAD);
    connection
        .sink()
        .writeText(
            "HTTP/1.1 501 Not Implemented\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\nConnection: close\r\n\r\n"
                + (bodiless ? "" : body))
        .flush();
  }

  private static ConnectionHandler line(String reason) {
    return connection -> connection.sink().writeLine(reason + UNDERSTOOD).flush();
  }
}
