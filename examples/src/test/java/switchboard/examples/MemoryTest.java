package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import switchboard.net.Options;
import switchboard.server.Server;
import switchboard.testkit.MemoryEngine;

/** Tests that the connection handlers of the examples also work over a network in memory. */
class MemoryTest {

  @Test
  void theEchoServesInMemoryAsItDoesOverTcp() throws IOException {
    try (var network = MemoryEngine.network();
        var server =
            Server.builder(EchoServer::echo).network(network).listen("tcp://127.0.0.1:0").start();
        var connection = network.connect(server.endpoint(), Options.none())) {
      connection.sink().writeLine("nobody else hears this").shutdownOutput();
      assertEquals("nobody else hears this", connection.source().readLine(100));
      assertEquals(null, connection.source().readLine(100));
    }
  }

  @Test
  void aRequestThatEndsWithEofIsAnsweredInMemory() throws IOException {
    try (var network = MemoryEngine.network();
        var server =
            Server.builder(HalfClose::answer).network(network).listen("tcp://127.0.0.1:0").start();
        var connection = network.connect(server.endpoint(), Options.none())) {
      connection.sink().writeText("12345").shutdownOutput();
      assertEquals("received 5 bytes, then EOF", connection.source().readLine(100));
    }
  }
}
