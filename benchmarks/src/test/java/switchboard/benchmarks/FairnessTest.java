package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.benchmarks.Fairness.Case;
import switchboard.contracts.TestMatrix;
import switchboard.server.Strategy;

/**
 * Peers that flood a server do not delay its other clients: with each strategy, over each engine on
 * the kernel, on one and two cores. The aim is a 99th percentile of the round-trip time of 50 ms,
 * which the benchmark measures; this test allows 500 ms.
 */
@Tag("slow")
class FairnessTest {
  private static final double MILLIS_MAX = 500;
  private static final Effort EFFORT =
      Effort.usual(Cores.ofServers()).withRounds(1).withWindow(Duration.ofSeconds(1));

  static List<Case> cases() {
    return TestMatrix.sample(Case.all(), 2);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anotherUserIsAnsweredWhilePeersFloodOneCore(Case flooded) throws Exception {
    assertFair(flooded, 1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anotherUserIsAnsweredWhilePeersFloodTwoCores(Case flooded) throws Exception {
    assertFair(flooded, 2);
  }

  private static void assertFair(Case flooded, int cores) throws Exception {
    FloodRun.Found found = Fairness.measure(flooded, cores, EFFORT, List.of());
    assertTrue(
        found.millis(0.9) < MILLIS_MAX, flooded + " on " + cores + " cores: " + found.roundTrips());
    assertTrue(found.roundTrips().size() > 2, "too few round trips: " + found.roundTrips());
  }

  @Test
  void withoutABudgetOneFloodStarvesOtherClients() throws Exception {
    var flooded = new Case("epoll", Strategy.VIRTUAL_THREADS, Flood.MEMORY, 1);
    List<String> without = List.of("-Dswitchboard.budget=unlimited");
    FloodRun.Found found = Fairness.measure(flooded, 1, EFFORT, without);
    assertTrue(
        found.millis(1) > MILLIS_MAX,
        "the flood did not delay the other client: " + found.roundTrips());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFloodedServerStopsOnSigterm(Case flooded) throws Exception {
    Effort own =
        EFFORT
            .withServerOptions(List.of("-XX:ActiveProcessorCount=1"))
            .withEngine(flooded.engine());
    Process server = ServerProcess.start(own, FloodedMain.class, flooded.strategy().name());
    try {
      int port = Integer.parseInt(server.inputReader(US_ASCII).readLine());
      try (var run = new FloodRun(port)) {
        run.measure(flooded.flood(), flooded.peers(), Duration.ofMillis(200));
        server.destroy();
        assertTrue(server.waitFor(20, TimeUnit.SECONDS), "still running 20 s after SIGTERM");
      }
    } finally {
      server.destroyForcibly();
    }
  }
}
