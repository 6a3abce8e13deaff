package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.Server;

/**
 * The streams of asyncio without its await: a reader and a writer, drain, a server that serves for
 * ever, and one that waits until it is closed.
 *
 * <p>Notice that closing the server cuts nobody off: a caller between two messages finds the end of
 * the stream, and both who closes and who serves for ever wait until the last one has left.
 */
final class ReaderWriter {

  /** A request is a name in a line, four digits, and a greeting up to a semicolon. */
  private static void serve(Connection caller) throws IOException {
    var reader = caller.source();
    var writer = caller.sink();
    for (String name = next(caller); name != null; name = next(caller)) {
      String pin = new String(reader.readExactly(4), UTF_8);
      byte[] words = reader.readUntil((byte) ';', 80);
      if (words != null) {
        writer.writeLine(name + ", " + pin + ": " + new String(words, UTF_8));
        writer.flush(); // await writer.drain()
      }
    }
  }

  /** The next request begins with a name; before it the server may end the call. */
  private static @Nullable String next(Connection caller) throws IOException {
    caller.messageComplete();
    return caller.source().readLine(80);
  }

  private static void serveForever(Server server, PrintStream out) {
    try {
      server.awaitStop();
      out.println("closed, and everybody has left");
    } catch (IOException interrupted) {
      out.println(interrupted.getMessage());
    }
  }

  static void run(List<String> arguments, Streams streams) throws Exception {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    var out = streams.out();
    try (var server = Server.listen(endpoint, ReaderWriter::serve)) {
      streams.err().println("listening on " + server.endpoint());
      if (!arguments.isEmpty()) {
        server.awaitStop(); // await server.serve_forever()
        return;
      }
      var serving = Thread.ofVirtual().start(() -> serveForever(server, out));
      try (var ann = Network.system().connect(server.endpoint())) {
        ann.sink().writeLine("ann").writeText("0042").writeText("good morning;").flush();
        out.println("ann hears: " + ann.source().readLine(100));
        server.drain(Server.GRACE_PERIOD); // server.close(), await server.wait_closed()
        serving.join();
        out.println("ann hears: " + ann.source().readLine(100));
      }
    }
  }
}
