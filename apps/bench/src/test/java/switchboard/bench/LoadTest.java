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
import switchboard.server.Server;
import switchboard.server.Service;
import switchboard.server.Strategy;

/** Loads of a moment: that they count what is there, and find what is no echo. */
@Tag("slow")
class LoadTest {
  private static final Network NETWORK = Network.system();
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final Service ECHO = call -> call.source().transferTo(call.sink());

  private static Plan plan(Server server) {
    return Plan.usual(server.endpoint()).withConnections(5).lasting(MOMENT, MOMENT);
  }

  private static Server serve(Service service) throws IOException {
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
      var seconds = new ArrayList<Load.Second>();
      Plan all = plan(server).withBytes(100).lasting(MOMENT, Duration.ofNanos(1));
      Outcome outcome = new Load(NETWORK, all).run(seconds::add);
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
      Outcome outcome = new Load(NETWORK, plan(server).withDepth(16)).run(_ -> {});
      assertTrue(outcome.messages() >= 5 * 16, outcome.messages() + " messages");
    }
  }

  @Test
  void anOpenLoopSendsOnTimeAndNoMore() throws IOException {
    try (Server server = serve(ECHO)) {
      long start = System.nanoTime();
      Outcome outcome = new Load(NETWORK, plan(server).withRate(1000)).run(_ -> {});
      double due = (System.nanoTime() - start) * 1000 / 1e9; // what a stall held back counts too
      assertTrue(outcome.messages() <= due + 5, outcome.messages() + " of " + due);
      assertTrue(outcome.messages() > 0);
    }
  }

  @Test
  void eachStrategyOfEachEngineIsMeasured() throws IOException {
    var begun = new ArrayList<String>();
    var audience =
        new Strategies.Audience() {
          @Override
          public void begins(String engine, Strategy strategy) {
            begun.add(engine + " " + strategy.word());
          }

          @Override
          public void hears(Load.Second second) {}
        };
    Plan plan = Plan.usual(NETWORK_ENDPOINT).withConnections(2).lasting(MOMENT, MOMENT);
    List<Strategies.Row> rows = Strategies.measure(plan, audience);
    assertEquals(begun.size(), rows.size());
    assertTrue(begun.containsAll(List.of("nio sequential", "nio threads", "nio virtual")));
    for (Strategies.Row row : rows) {
      assertTrue(row.outcome().messages() > 0, row::toString);
      assertTrue(row.nanosEach() > 0, row::toString);
    }
  }

  private static final switchboard.net.Endpoint NETWORK_ENDPOINT =
      switchboard.net.Endpoint.tcp("127.0.0.1", 0);

  @Test
  void aPictureHasALineForEachOutcome() throws IOException {
    try (Server server = serve(ECHO)) {
      Outcome outcome = new Load(NETWORK, plan(server)).run(_ -> {});
      String picture = Plot.of("two of them", Map.of("one", outcome, "other", outcome));
      assertTrue(picture.startsWith("<svg ") && picture.endsWith("</svg>\n"), picture);
      assertEquals(2, picture.split("<polyline", -1).length - 1);
      assertTrue(picture.contains(">one</text>") && picture.contains(">other</text>"), picture);
    }
  }

  @Test
  void anImpossiblePlanIsSaidSo() {
    Plan usual = Plan.usual(NETWORK_ENDPOINT);
    assertThrows(IllegalArgumentException.class, () -> usual.withBytes(7));
    assertThrows(IllegalArgumentException.class, () -> usual.withConnections(0));
  }
}
