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
 * A connection as a pair of streams: the program reads lines and numbers from a source, and writes
 * lines and numbers to a sink.
 *
 * <p>Notice {@code flush}: the sink collects small writes in a buffer. If the buffer is not
 * flushed, both sides may wait for each other forever.
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

      sink.writeLine("hello, there");
      out.println("written: " + sink.buffered() + " bytes are buffered in the sink");
      try (var _ = Deadline.after(Duration.ofMillis(200))) {
        out.println("answer:  " + source.readLine(100));
      } catch (DeadlineExceededException noAnswer) {
        out.println("no answer within 200 ms: the question has not been sent");
      }
      sink.flush();
      out.println("flushed: " + sink.buffered() + " bytes are buffered in the sink");
      out.println("answer:  " + source.readLine(100));

      sink.writeInt(258).flush();
      out.println("258 read as little-endian: " + source.readInt(ByteOrder.LITTLE_ENDIAN));
      sink.shutdownOutput();
      out.println("after EOF: " + source.readLine(100));
    }
  }
}
