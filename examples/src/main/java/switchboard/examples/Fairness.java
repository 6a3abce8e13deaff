package switchboard.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.DrainPolicy;
import switchboard.server.Server;
import switchboard.server.Strategy;

/**
 * Two peers send as fast as they can, while a third peer sends a hundred questions and waits for
 * each answer.
 *
 * <p>Notice that {@code serve} contains no call of {@code yield}. A virtual thread whose socket
 * always has data to read never blocks, and would occupy its processor until the peer stops
 * sending. The library therefore counts the reads and writes that did not block. After a limited
 * number of such reads and writes, the library yields the processor to other threads.
 */
final class Fairness {
  private static final int QUESTIONS = 100;

  private static void serve(Connection caller) throws IOException {
    if (caller.source().readByte() == 'f') {
      caller.source().skip(Long.MAX_VALUE); // reads until EOF, and never blocks
    } else {
      caller.source().transferTo(caller.sink());
    }
  }

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    for (Strategy strategy : List.of(Strategy.VIRTUAL_THREADS, Strategy.EVENT_LOOPS)) {
      var setup =
          Server.builder(Fairness::serve).strategy(strategy).drainPolicy(DrainPolicy.STOP_READING);
      try (var server = setup.listen(endpoint).start();
          var one = Network.system().connect(server.endpoint());
          var other = Network.system().connect(server.endpoint());
          var asking = Network.system().connect(server.endpoint())) {
        flood(one);
        flood(other);
        List<Long> nanos = ask(asking);
        streams.out().printf("%s: two peers sent %d bytes%n", strategy.displayName(), sent(server));
        streams.out().printf("  median of 100 round trips: %d ns%n", nanos.get(50));
        streams.out().printf("  slowest of 100 round trips: %d ns%n", nanos.getLast());
      }
    }
  }

  private static void flood(Connection connection) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          var piece = ByteBuffer.allocateDirect(64 * 1024).put(0, (byte) 'f');
          try {
            while (connection.isOpen()) {
              connection.write(piece.clear());
            }
          } catch (IOException closed) {
            // The example is over.
          }
        });
  }

  /** Returns the round-trip times of the questions in nanoseconds, in ascending order. */
  private static List<Long> ask(Connection connection) throws IOException {
    var nanos = new ArrayList<Long>();
    connection.sink().writeText("a");
    for (int i = 0; i < QUESTIONS; i++) {
      long start = System.nanoTime();
      connection.sink().writeLine("question " + i).flush();
      connection.source().readLine(100);
      nanos.add(System.nanoTime() - start);
    }
    nanos.sort(null);
    return nanos;
  }

  private static long sent(Server server) {
    return server.counters().bytesRead();
  }
}
