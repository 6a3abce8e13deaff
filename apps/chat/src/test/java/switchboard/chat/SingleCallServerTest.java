package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.net.Endpoint;
import switchboard.testkit.MemoryEngine;

/** The server of a chat of two, in memory. */
class SingleCallServerTest {
  @Test
  void theFirstIsTalkedToAndTheSecondIsToldSo() throws Exception {
    try (var network = MemoryEngine.network();
        var scope = new TestScope();
        var place = new SingleCallServer(network, List.of(Endpoint.parse("tcp://127.0.0.1:0")))) {
      Endpoint endpoint = place.endpoints().getFirst();
      try (var first = network.connect(endpoint)) {
        var talk = place.await();
        assertSame(talk, place.await());
        try (var second = network.connect(endpoint)) {
          assertEquals("-- somebody is already talking here", second.source().readLine(99));
          assertNull(second.source().readLine(99));
        }
        talk.sink().writeLine("hello").flush();
        assertEquals("hello", first.source().readLine(99));
        scope.start(place::close);
        assertNull(first.source().readLine(99));
      }
    }
  }

  @Test
  void whoCallsWhenTheFirstHasLeftIsToldSoToo() throws Exception {
    try (var network = MemoryEngine.network();
        var place = new SingleCallServer(network, List.of(Endpoint.parse("tcp://127.0.0.1:0")))) {
      Endpoint endpoint = place.endpoints().getFirst();
      network.connect(endpoint).close();
      assertNull(place.await().source().readLine(99));
      try (var late = network.connect(endpoint)) {
        assertEquals("-- somebody is already talking here", late.source().readLine(99));
      }
    }
  }
}
