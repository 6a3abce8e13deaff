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
 * The streams of Python's asyncio, in Java and without await: a reader, a writer, drain, a server
 * that runs until it is stopped, and a close that waits until all connections have ended.
 *
 * <p>Notice that the server does not stop in the middle of a message: a client that has sent no
 * part of its next message receives EOF. Both {@code drain} and {@code awaitStop} return after the
 * last connection has ended.
 */
final class ReaderWriter {

  /**
   * Serves requests. A request is a line with a name, then four digits, then a greeting that ends
   * with a semicolon.
   */
  private static void serve(Connection caller) throws IOException {
    var reader = caller.source();
    var writer = caller.sink();
    for (String name = next(caller); name != null; name = next(caller)) {
      String pin = new String(reader.readExactly(4), UTF_8);
      byte[] greeting = reader.readUntil((byte) ';', 80);
      if (greeting != null) {
        writer.writeLine(name + ", " + pin + ": " + new String(greeting, UTF_8));
        writer.flush(); // await writer.drain()
      }
    }
  }

  /**
   * Reads the name at the beginning of a request. Returns null at EOF. A server that is stopped may
   * end the connection while this method waits for a name.
   */
  private static @Nullable String next(Connection caller) throws IOException {
    caller.messageComplete();
    return caller.source().readLine(80);
  }

  private static void serveForever(Server server, PrintStream out) {
    try {
      server.awaitStop();
      out.println("the server has stopped, and all calls have ended");
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
        out.println("ann received: " + ann.source().readLine(100));
        server.drain(Server.GRACE_PERIOD); // server.close(), await server.wait_closed()
        serving.join();
        out.println("ann received: " + ann.source().readLine(100));
      }
    }
  }
}
