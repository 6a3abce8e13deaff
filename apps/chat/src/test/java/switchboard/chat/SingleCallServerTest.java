package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.net.Endpoint;
import switchboard.testkit.MemoryEngine;

/** Tests the server of a chat between two people, in memory. */
class SingleCallServerTest {
  @Test
  void theFirstIsTalkedToAndTheSecondIsToldSo() throws Exception {
    try (var network = MemoryEngine.network();
        var scope = new TestScope();
        var server = new SingleCallServer(network, List.of(Endpoint.parse("tcp://127.0.0.1:0")))) {
      Endpoint endpoint = server.endpoints().getFirst();
      try (var first = network.connect(endpoint)) {
        var accepted = server.await();
        assertSame(accepted, server.await());
        try (var second = network.connect(endpoint)) {
          assertEquals(
              "-- busy: another caller is already connected", second.source().readLine(99));
          assertNull(second.source().readLine(99));
        }
        accepted.sink().writeLine("hello").flush();
        assertEquals("hello", first.source().readLine(99));
        scope.start(server::close);
        assertNull(first.source().readLine(99));
      }
    }
  }

  @Test
  void whoCallsWhenTheFirstHasLeftIsToldSoToo() throws Exception {
    try (var network = MemoryEngine.network();
        var server = new SingleCallServer(network, List.of(Endpoint.parse("tcp://127.0.0.1:0")))) {
      Endpoint endpoint = server.endpoints().getFirst();
      network.connect(endpoint).close();
      assertNull(server.await().source().readLine(99));
      try (var late = network.connect(endpoint)) {
        assertEquals("-- busy: another caller is already connected", late.source().readLine(99));
      }
    }
  }
}
