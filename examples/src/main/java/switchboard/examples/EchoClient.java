package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import switchboard.net.Network;

/**
 * A client that sends a text to an echo server and receives the echo.
 *
 * <p>Notice {@code readExactly}: TCP may deliver the answer in pieces, and one read returns only
 * what has arrived so far. This client knows the length of the answer, so it can wait until all
 * bytes have arrived.
 */
final class EchoClient {

  static void run(List<String> arguments, Streams streams) throws IOException {
    if (arguments.isEmpty()) {
      EchoServer.run(List.of(), streams); // starts a server, then calls this method
      return;
    }
    var words = arguments.subList(1, arguments.size());
    String text = words.isEmpty() ? "Hello, world" : String.join(" ", words);
    byte[] question = text.getBytes(UTF_8);

    try (var connection = Network.system().connect(arguments.getFirst())) {
      connection.sink().write(question).flush();
      streams.out().println("sent      " + text);

      byte[] answer = connection.source().readExactly(question.length);
      streams.out().println("received  " + new String(answer, UTF_8));
    }
  }
}
