package switchboard.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import switchboard.net.Sink;

/**
 * What callers are told whom this port does not understand, in their own language if it is short.
 */
final class Apology {
  private static final String UNDERSTOOD =
      "This port speaks plain lines of UTF-8 text: call it with nc or telnet.";

  private Apology() {}

  static void overHttp(Sink sink) throws IOException {
    String body = UNDERSTOOD + "\n";
    sink.writeText(
            "HTTP/1.1 501 Not Implemented\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\nConnection: close\r\n\r\n"
                + body)
        .flush();
  }

  static void inALine(Sink sink, Caller caller) throws IOException {
    String heard =
        switch (caller) {
          case TLS -> "You speak TLS, which is not set up here. ";
          case IRC -> "ERROR :You speak IRC, which is not spoken here. ";
          default -> "";
        };
    sink.writeLine(heard + UNDERSTOOD).flush();
  }
}
