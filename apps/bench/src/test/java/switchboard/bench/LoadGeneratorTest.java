package switchboard.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import switchboard.net.Network;
import switchboard.server.ConnectionHandler;
import switchboard.server.Server;
import switchboard.server.Strategy;

/**
 * Tests short load tests: the numbers of messages and failures, and servers that are not echo
 * servers.
 */
@Tag("slow")
class LoadGeneratorTest {
  private static final Network NETWORK = Network.system();
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final ConnectionHandler ECHO = call -> call.source().transferTo(call.sink());

  private static LoadPlan plan(Server server) {
    return LoadPlan.standard(server.endpoint()).withConnections(5).withDuration(MOMENT, MOMENT);
  }

  private static Server serve(ConnectionHandler service) throws IOException {
    return Server.listen("127.0.0.1:0", service);
  }

  @Test
  void everyMessageThatComesBackIsCountedOnce() throws IOException {
    var bytes = new AtomicLong();
    try (Server server =
        serve(call -> {
          var buffer = java.nio.ByteBuffer.allocate(10_000);
          for (int count = call.read(buffer); count >= 0; count = call.read(buffer.clear())) {
            bytes.addAndGet(count);
            call.write(buffer.flip());
          }
        })) {
      var seconds = new ArrayList<LoadGenerator.Second>();
      LoadPlan all = plan(server).withBytes(100).withDuration(MOMENT, Duration.ofNanos(1));
      LoadResult outcome = new LoadGenerator(NETWORK, all).run(seconds::add);
      assertTrue(outcome.messages() > 0);
      assertTrue(outcome.messages() * 100 <= bytes.get(), outcome.messages() + ", " + bytes);
      assertEquals(0, outcome.failedConnections());
      assertTrue(outcome.micros(50) > 0 && outcome.micros(50) <= outcome.microsMax());
      assertTrue(seconds.size() >= 2);
    }
  }

  @Test
  void aDeepLoadHasAllItsMessagesOnTheirWay() throws IOException {
    try (Server server = serve(ECHO)) {
      LoadResult outcome = new LoadGenerator(NETWORK, plan(server).withDepth(16)).run(_ -> {});
      assertTrue(outcome.messages() >= 5 * 16, outcome.messages() + " messages");
    }
  }

  @Test
  void anOpenLoopSendsOnTimeAndNoMore() throws IOException {
    try (Server server = serve(ECHO)) {
      long start = System.nanoTime();
      LoadResult outcome = new LoadGenerator(NETWORK, plan(server).withRate(1000)).run(_ -> {});
      double due =
          (System.nanoTime() - start)
              * 1000
              / 1e9; // includes messages that were delayed by a stall
      assertTrue(outcome.messages() <= due + 5, outcome.messages() + " of " + due);
      assertTrue(outcome.messages() > 0);
    }
  }

  @Test
  void eachStrategyOfEachEngineIsMeasured() throws IOException {
    var begun = new ArrayList<String>();
    var audience =
        new StrategyComparison.ProgressListener() {
          @Override
          public void onStart(String engine, Strategy strategy) {
            begun.add(engine + " " + strategy.displayName());
          }

          @Override
          public void onSecond(LoadGenerator.Second second) {}
        };
    LoadPlan plan =
        LoadPlan.standard(NETWORK_ENDPOINT).withConnections(2).withDuration(MOMENT, MOMENT);
    List<StrategyComparison.Row> rows = StrategyComparison.measure(plan, audience);
    assertEquals(begun.size(), rows.size());
    assertTrue(begun.containsAll(List.of("nio sequential", "nio threads", "nio virtual")));
    for (StrategyComparison.Row row : rows) {
      assertTrue(row.outcome().messages() > 0, row::toString);
      assertTrue(row.nanosEach() > 0, row::toString);
    }
  }

  private static final switchboard.net.Endpoint NETWORK_ENDPOINT =
      switchboard.net.Endpoint.tcp("127.0.0.1", 0);

  @Test
  void aPictureHasALineForEachOutcome() throws IOException {
    try (Server server = serve(ECHO)) {
      LoadResult outcome = new LoadGenerator(NETWORK, plan(server)).run(_ -> {});
      String picture = LatencyPlot.of("two of them", Map.of("one", outcome, "other", outcome));
      assertTrue(picture.startsWith("<svg ") && picture.endsWith("</svg>\n"), picture);
      assertEquals(2, picture.split("<polyline", -1).length - 1);
      assertTrue(picture.contains(">one</text>") && picture.contains(">other</text>"), picture);
    }
  }

  @Test
  void anImpossiblePlanIsSaidSo() {
    LoadPlan usual = LoadPlan.standard(NETWORK_ENDPOINT);
    assertThrows(IllegalArgumentException.class, () -> usual.withBytes(7));
    assertThrows(IllegalArgumentException.class, () -> usual.withConnections(0));
  }
}
