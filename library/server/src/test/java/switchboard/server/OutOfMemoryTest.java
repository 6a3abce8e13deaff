package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestMatrix;
import switchboard.net.Connection;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;
import switchboard.server.Limits.Overload;
import switchboard.server.Over.With;
import switchboard.server.internal.Internals;

/**
 * Tests that a server continues after any single allocation has failed; only one call may be lost.
 */
class OutOfMemoryTest {
  private static final int PLACES = 60;

  /** The operation of the server that fails. */
  record Case(Strategy strategy, Overload overload, int place) {}

  static List<Case> everyPlace() {
    var all =
        Stream.of(Strategy.values())
            .flatMap(strategy ->
                Stream.of(Overload.values())
                    .flatMap(overload ->
                        IntStream.rangeClosed(1, PLACES)
                            .mapToObj(place -> new Case(strategy, overload, place))))
            .toList();
    return TestMatrix.sample(all, 24);
  }

  /**
   * Connects to the server. Returns whether the caller is served; false means that the call was
   * lost.
   */
  private static boolean isAnswered(Board board, Server server) {
    try {
      Caller caller = board.call(server);
      try {
        return caller.ask("hello").equals("hello");
      } finally {
        caller.hangUp();
      }
    } catch (IOException lost) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("everyPlace")
  void oneCallAtMostIsLost(Case which) throws Exception {
    var memory = new FailingMemory();
    try (var logged = new Logged("switchboard.server");
        Board board = new Board(Place.MEMORY)) {
      board.network(board.add(memory.network()));
      Server server =
          board.start(
              Server.builder(Board::echoLines)
                  .strategy(which.strategy())
                  .limits(
                      Limits.standard()
                          .connections(1, which.overload())
                          .idleTimeout(Duration.ofMillis(100))));
      memory.failAt(which.place());
      int lost = 0;
      int calls = 0;
      for (int after = 0; after < 3 && calls < 200; calls++) {
        boolean failedBefore = memory.hasFailed();
        boolean answered = isAnswered(board, server);
        lost += answered ? 0 : 1;
        after += failedBefore ? 1 : 0;
        Board.await("its slot is free: " + which, () -> Internals.slots(server) == 0);
      }
      assertTrue(memory.hasFailed(), "an allocation has failed");
      assertTrue(lost <= 1, lost + " calls of " + calls + " were lost: " + logged.texts());
      Caller idle = board.call(server);
      assertEquals("", idle.hearAll(), "the idle timeout is enforced");
      idle.hangUp();
      Board.await(
          "all are counted", () -> server.counters().closed() == server.counters().accepted());
      assertEquals(0, Internals.calls(server, _ -> true));
      server.close();
    }
  }

  static List<With> everything() {
    return Over.everything();
  }

  private static void hoard(Connection connection) throws IOException {
    String line = connection.source().readLine(100);
    if ("hoard".equals(line)) {
      throw new OutOfMemoryError("as if there were no memory");
    }
    connection.sink().writeLine(String.valueOf(line)).flush();
  }

  @ParameterizedTest
  @MethodSource("everything")
  void aHandlerWithoutMemoryLosesItsOwnCallWhichIsCountedOnce(With with) throws Exception {
    try (var logged = new Logged("switchboard.server");
        Board board = with.over().board()) {
      Server server = board.start(Server.builder(OutOfMemoryTest::hoard).strategy(with.strategy()));
      for (int i = 1; i <= 3; i++) {
        Caller hoarding = board.call(server);
        hoarding.say("hoard");
        int failed = i;
        Board.await(
            "the call has failed", () -> server.counters().closed(CloseReason.FAILED) == failed);
        Board.await("the slot is free", () -> Internals.slots(server) == 0);
        Caller next = board.call(server);
        assertEquals("hello", next.ask("hello"));
        next.hangUp();
      }
      Board.await("all calls have ended", () -> server.counters().closed() == 6);
      assertEquals(6, server.counters().accepted());
      assertEquals(0, server.counters().overloads(), "there was a thread for each");
      assertEquals(3, logged.count("the handler failed for"));
    }
  }
}
