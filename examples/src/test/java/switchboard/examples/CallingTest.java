package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/**
 * Tests the ports and addresses that the examples of part one print. {@link PagesTest} does not
 * compare these.
 */
class CallingTest {

  @Test
  void allCallersOfAServerShareItsPort() {
    var lines = Played.run("five-parts").lines();
    String port = lines.getFirst().replaceAll(".*:", "");
    String ann = lines.get(1).replaceAll(".*from (\\S+) to .*", "$1");
    String bob = lines.get(2).replaceAll(".*from (\\S+) to .*", "$1");
    assertNotEquals(ann, bob);
    assertEquals("server side  tcp from 127.0.0.1:" + port + " to " + ann, lines.get(3));
    assertEquals("             tcp from 127.0.0.1:" + port + " to " + bob, lines.get(4));
    assertTrue(lines.get(5).startsWith("udp          127.0.0.1:" + port), lines.toString());
    assertTrue(lines.get(6).startsWith("tcp          127.0.0.2:" + port), lines.toString());
  }

  @Test
  void theListenAddressCanBeChosen() {
    var lines = Played.run("who-can-reach", "127.0.0.1").lines();
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).startsWith("  connect to localhost: connected"), lines.toString());
    assertTrue(lines.get(2).endsWith(": refused"), lines.toString());
    assertNotEquals("  connect to 127.0.0.1: refused", lines.get(2));
  }

  @Test
  void theLastPortOfTheRangeIsScanned() throws IOException {
    var lines = Played.run("port-scan").lines();
    String last = lines.getFirst().replaceAll(".* to ", "");
    assertTrue(lines.getLast().endsWith(last + "]"), lines.toString());

    try (var listener = Network.system().listen("127.0.0.1:0")) {
      String port = String.valueOf(Endpoint.of(listener.local()).port());
      assertEquals(List.of("open: [" + port + "]"), Played.run("port-scan", port, port).lines());
    }
  }

  @Test
  void anEndpointWithoutAPortIsAUsageError() {
    var played = Played.run("five-parts", "unix:///tmp/learn.sock");
    assertEquals(2, played.status());
    assertTrue(played.lines().getFirst().contains("has no port"), played.toString());
  }

  @Test
  void anInvalidPortIsAUsageError() {
    assertEquals(2, Played.run("port-scan", "1", "many").status());
    assertEquals(2, Played.run("port-scan", "1", "65536").status());
  }
}
