package switchboard.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import switchboard.net.Connection;
import switchboard.net.Sink;

/**
 * What callers are told whom this port does not understand, in their own language if it is short.
 */
final class Rejection {
  private static final String UNDERSTOOD =
      "This port speaks plain lines of UTF-8 text: call it with nc or telnet.";
  private static final byte[] HEAD = "HEAD".getBytes(StandardCharsets.US_ASCII);

  private Rejection() {}

  static void overHttp(Connection connection) throws IOException {
    String body = UNDERSTOOD + "\n";
    // RFC 9110 §9.3.2: an answer to HEAD has no body, whatever its length says.
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

  static void inALine(Sink sink, ProtocolDetection caller) throws IOException {
    String heard =
        switch (caller) {
          case TLS -> "You speak TLS, which is not set up here. ";
          case PROXY -> "You speak for another, and are not trusted to. ";
          case IRC -> "ERROR :You speak IRC, which is not spoken here. ";
          case FILE ->
              "You send a file, and files are not taken here: they are if it is started with --data DIR. ";
          default -> "";
        };
    sink.writeLine(heard + UNDERSTOOD).flush();
  }
}
