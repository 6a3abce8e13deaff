package switchboard.examples;

import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Network;
import switchboard.server.Server;

/**
 * A connection as a pair of files: a source to read lines and numbers from, and a sink to write
 * them to.
 *
 * <p>Notice {@code flush}: the sink gathers small writes into large ones, and until it is told to
 * send them, both sides may wait for each other for ever.
 */
final class SourceAndSink {

  static void run(List<String> arguments, Streams streams) throws IOException {
    if (arguments.isEmpty()) {
      try (var server = Server.listen("127.0.0.1:0", EchoServer::echo)) {
        run(List.of(server.endpoint().toString()), streams);
      }
      return;
    }
    var out = streams.out();
    try (var connection = Network.system().connect(arguments.getFirst())) {
      var sink = connection.sink();
      var source = connection.source();

      sink.writeLine("knock, knock");
      out.println("written: " + sink.buffered() + " bytes wait in the sink");
      try (var _ = Deadline.after(Duration.ofMillis(200))) {
        out.println("answer:  " + source.readLine(100));
      } catch (DeadlineExceededException silence) {
        out.println("no answer within 200 ms: the question has not left");
      }
      sink.flush();
      out.println("flushed: " + sink.buffered() + " bytes wait in the sink");
      out.println("answer:  " + source.readLine(100));

      sink.writeInt(258).flush();
      out.println("258 read in the other byte order: " + source.readInt(ByteOrder.LITTLE_ENDIAN));
      sink.shutdownOutput();
      out.println("after the end: " + source.readLine(100));
    }
  }
}
