package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import switchboard.net.Endpoint;
import switchboard.net.Options;
import switchboard.testkit.LossyNetwork;
import switchboard.testkit.ManualTicker;

/** Tests latency, loss and duplication on a lossy network, with a manual clock. */
class LossyNetworkTest {
  private static final int MESSAGES = 1_000;

  @AutoClose private final TestScope scope = new TestScope();

  /** Sends the numbers 0 to 999, one number every millisecond. Returns the numbers that arrive. */
  private List<Integer> arrived(LossyNetwork lossy) throws IOException {
    var network = scope.add(lossy.open());
    var receiver = scope.add(network.bind(Endpoint.udp("server", 7000), Options.none()));
    var sender = scope.add(network.connectDatagrams(Endpoint.udp("server", 7000), Options.none()));
    var ticker = new ManualTicker();
    var numbers = new ArrayList<Integer>();
    ticker.run(() -> {
      try {
        for (int step = 0; step < MESSAGES + 100; step++) {
          if (step < MESSAGES) {
            sender.send(ByteBuffer.allocate(4).putInt(step).flip());
          }
          var target = ByteBuffer.allocate(4);
          while (receiver.tryReceive(target.clear()) != null) {
            numbers.add(target.getInt(0));
          }
          ticker.advance(Duration.ofMillis(1));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    return numbers;
  }

  @Test
  void withoutLossesAndLatencyEverythingArrivesInOrder() throws IOException {
    List<Integer> all = arrived(LossyNetwork.seeded(1));
    assertEquals(MESSAGES, all.size());
    assertEquals(all.stream().sorted().toList(), all);
  }

  @Test
  void datagramsAreLostDuplicatedAndOvertakenAsTheSeedSays() throws IOException {
    var lossy =
        LossyNetwork.seeded(7)
            .loss(0.1)
            .duplicates(0.1)
            .latency(Duration.ofMillis(5), Duration.ofMillis(50));
    List<Integer> first = arrived(lossy);
    long distinct = first.stream().distinct().count();
    assertTrue(distinct > 850 && distinct < 950, () -> distinct + " arrived, " + lossy);
    assertTrue(first.size() > distinct + 50, () -> first.size() + " with duplicates, " + lossy);
    assertNotEquals(first.stream().sorted().toList(), first, "some overtake others");
    assertEquals(first, arrived(lossy), "the same seed gives the same run");
  }

  @Test
  void aSegmentOfAStreamThatIsLostArrivesLate() throws IOException {
    var network = LossyNetwork.seeded(3).loss(1, Duration.ofMillis(10)).open();
    TestScope.Pair pair = scope.pair(scope.add(network), Endpoint.tcp("server", 0));
    var ticker = new ManualTicker();
    ticker.run(() -> {
      try {
        pair.client().write(ByteBuffer.wrap(new byte[] {42}));
        var target = ByteBuffer.allocate(1);
        int waited = 0;
        while (pair.server().tryRead(target) == 0) {
          ticker.advance(Duration.ofMillis(1));
          waited++;
        }
        assertEquals(42, target.get(0));
        assertTrue(waited >= 10, waited + " ms");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
  }

  @Test
  void invalidProbabilitiesAndLatenciesAreRefused() {
    var lossy = LossyNetwork.seeded(1);
    assertThrows(IllegalArgumentException.class, () -> lossy.loss(1.1));
    assertThrows(IllegalArgumentException.class, () -> lossy.duplicates(-0.1));
    assertThrows(
        IllegalArgumentException.class,
        () -> lossy.latency(Duration.ofMillis(2), Duration.ofMillis(1)));
    assertTrue(lossy.toString().contains("seed 1"), lossy::toString);
  }
}
