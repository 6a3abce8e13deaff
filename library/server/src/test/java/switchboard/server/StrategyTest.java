package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestTask;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;

/** The same handler with each strategy, at each kind of address. */
@ParameterizedClass
@MethodSource("everyStrategyEverywhere")
class StrategyTest {
  private static final int CALLERS = 200;

  private final Strategy strategy;
  private final Board board;
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  StrategyTest(Strategy strategy, Place place) {
    this.strategy = strategy;
    this.board = new Board(place);
  }

  static Stream<Arguments> everyStrategyEverywhere() {
    return Stream.of(Strategy.values())
        .flatMap(strategy -> Stream.of(Place.values()).map(place -> Arguments.of(strategy, place)));
  }

  @AfterEach
  void close() {
    board.close();
  }

  private void counted(Connection connection) throws Exception {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      Board.echo(connection);
    } finally {
      now.decrementAndGet();
    }
  }

  private boolean inTurn() {
    return strategy == Strategy.SEQUENTIAL;
  }

  @Test
  void twoHundredCallersGetTheirOwnEchoAndAllIsCounted() throws Exception {
    Server server = board.start(Server.builder(this::counted).strategy(strategy));
    var allAnswered = new CountDownLatch(inTurn() ? 1 : CALLERS);
    List<TestTask<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String name = "caller " + i;
      callers.add(board.meanwhile(() -> talk(board.call(server), name, allAnswered)));
    }
    for (var caller : callers) {
      caller.result();
    }
    Board.await("all calls have ended", () -> server.counters().closed() == CALLERS);
    assertEquals(CALLERS, server.counters().accepted());
    assertEquals(CALLERS, server.counters().closed(CloseReason.DONE));
    assertEquals(0, server.counters().active());
    assertEquals(inTurn() ? 1 : CALLERS, most.get(), "served at once");
  }

  private static void talk(Caller caller, String name, CountDownLatch all) throws Exception {
    assertEquals(name + " is here", caller.ask(name + " is here"));
    all.countDown();
    assertTrue(all.await(20, TimeUnit.SECONDS), "all are served at once");
    String long1 = name.repeat(500);
    assertEquals(long1, caller.ask(long1));
    caller.connection().sink().writeText(name + " says goodbye").shutdownOutput();
    assertEquals(name + " says goodbye", caller.hearAll());
    caller.hangUp();
  }

  @Test
  void aServiceRunsOnTheThreadOfItsStrategy() throws Exception {
    var threads = new ArrayList<Thread>();
    Server server =
        board.start(
            Server.builder(
                    connection -> {
                      threads.add(Thread.currentThread());
                      assertEquals(connection, Call.current().connection());
                      assertFalse(Call.current().isDraining());
                    })
                .strategy(strategy));
    hearTheEnd(server);
    hearTheEnd(server);
    Board.await("both are done", () -> server.counters().closed(CloseReason.DONE) == 2);
    boolean virtual = strategy == Strategy.VIRTUAL_THREADS || strategy == Strategy.EVENT_LOOPS;
    assertEquals(virtual, threads.getFirst().isVirtual());
    assertEquals(inTurn(), threads.get(0).equals(threads.get(1)));
  }

  private void hearTheEnd(Server server) throws IOException {
    Caller caller = board.call(server);
    assertEquals("", caller.hearAll());
    caller.hangUp();
  }

  @Test
  void severalListenersServeTheirCallersTogether() throws Exception {
    Server server =
        board.start(Server.builder(this::counted).listen(board.anywhere()).strategy(strategy));
    assertEquals(2, server.addresses().size());
    Caller first = board.call(server);
    assertEquals("first", first.ask("first"));
    Caller second = board.call(Endpoint.of(server.addresses().getLast()));
    second.say("second");
    if (!inTurn()) {
      assertEquals("second", second.hear());
    }
    first.hangUp();
    if (inTurn()) {
      assertEquals("second", second.hear());
    }
    second.hangUp();
    assertEquals(inTurn() ? 1 : 2, most.get());
  }

  @Test
  void aServiceThatIsCarelessWithItsThreadHarmsNobody() throws Exception {
    Server server =
        board.start(
            Server.builder(
                    connection -> {
                      Deadline.after(Duration.ZERO);
                      Thread.currentThread().interrupt();
                    })
                .strategy(strategy));
    for (int i = 0; i < 3; i++) {
      hearTheEnd(server);
    }
    Board.await("all are done", () -> server.counters().closed(CloseReason.DONE) == 3);
  }
}
