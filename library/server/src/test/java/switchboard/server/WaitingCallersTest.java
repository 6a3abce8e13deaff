package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestMatrix;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Endpoint;
import switchboard.server.Board.Caller;
import switchboard.server.Limits.Overload;
import switchboard.server.Over.With;
import switchboard.server.internal.Internals;

/**
 * Tests callers that wait for a connection slot at one to three listeners. Each caller is
 * eventually served, the callers of one listener are served in order, and no listener occupies a
 * slot without a caller.
 */
class WaitingCallersTest {
  /** The number of callers for each slot and listener. */
  private static final int ROUNDS = 2;

  /** The listeners in the order in which the callers connect to them, and the number of slots. */
  record Case(With with, List<Integer> order, int slots) {}

  static List<Case> everyOrder() {
    return Over.everything().stream()
        .flatMap(with ->
            Stream.of(1, 2, 3)
                .flatMap(listeners -> permutations(listeners).stream())
                .flatMap(order ->
                    IntStream.rangeClosed(1, 3).mapToObj(slots -> new Case(with, order, slots))))
        .toList();
  }

  private static List<List<Integer>> permutations(int count) {
    if (count == 0) {
      return List.of(List.of());
    }
    var all = new ArrayList<List<Integer>>();
    for (List<Integer> shorter : permutations(count - 1)) {
      for (int at = 0; at < count; at++) {
        var longer = new ArrayList<>(shorter);
        longer.add(at, count - 1);
        all.add(List.copyOf(longer));
      }
    }
    return all;
  }

  /**
   * A case that is always in the sample: one slot, and the second of two listeners is called first.
   */
  static List<Case> sample() {
    var cases =
        new ArrayList<>(
            Over.everything().stream().map(with -> new Case(with, List.of(1, 0), 1)).toList());
    cases.addAll(TestMatrix.sample(everyOrder(), 24));
    return cases;
  }

  /** Replies to each line with the number of the call, which shows the order of admission. */
  private static void tellNumber(Connection connection) throws IOException {
    var source = connection.source();
    for (String line = source.readLine(100); line != null; line = source.readLine(100)) {
      connection.sink().writeLine(Long.toString(Call.current().id())).flush();
    }
  }

  private static Server start(Board board, With with, int listeners, int slots) throws IOException {
    Server.Builder setup =
        Server.builder(WaitingCallersTest::tellNumber)
            .strategy(with.strategy())
            .limits(Limits.standard().connections(slots, Overload.BACKPRESSURE));
    for (int i = 1; i < listeners; i++) {
      setup.listen(board.anywhere());
    }
    return board.start(setup);
  }

  /** A caller that waits for the reply on its own thread. */
  private static final class Waiting {
    final int listener;
    private final Caller caller;
    private volatile long number;

    Waiting(Board board, Server server, int listener) throws IOException {
      this.listener = listener;
      this.caller = board.call(Endpoint.of(server.addresses().get(listener)));
      board.meanwhile(() -> number = Long.parseLong(caller.ask("hello")));
    }

    boolean isServed() {
      return number > 0;
    }
  }

  @ParameterizedTest
  @MethodSource("sample")
  void everybodyIsServedInTheOrderOfTheirListener(Case which) throws Exception {
    int listeners = which.order().size();
    boolean inTurn = which.with().strategy() == Strategy.SEQUENTIAL;
    int atOnce = inTurn ? 1 : which.slots();
    try (Board board = which.with().over().board()) {
      Server server = start(board, which.with(), listeners, which.slots());
      assertEquals(0, Internals.slots(server), "an idle listener has no slot");
      var callers = new ArrayList<Waiting>();
      for (int i = 0; i < ROUNDS * which.slots(); i++) {
        for (int listener : which.order()) {
          callers.add(new Waiting(board, server, listener));
        }
      }
      var random = new Random(TestMatrix.seed());
      var left = new ArrayList<>(callers);
      while (!left.isEmpty()) {
        int now = Math.min(atOnce, left.size());
        Board.await(
            now + " are served", () -> left.stream().filter(Waiting::isServed).count() == now);
        assertTrue(Internals.slots(server) <= which.slots());
        assertTrue(Internals.waiting(server) <= listeners);
        Waiting done =
            left.stream().filter(Waiting::isServed).skip(random.nextInt(now)).findFirst().get();
        left.remove(done);
        done.caller.hangUp();
      }
      for (int i = 0; i < listeners; i++) {
        int listener = i;
        List<Long> numbers =
            callers.stream()
                .filter(each -> each.listener == listener)
                .map(each -> each.number)
                .toList();
        assertEquals(numbers.stream().sorted().toList(), numbers, "in order at " + listener);
      }
      Board.await("all have left", () -> server.counters().closed() == callers.size());
      assertEquals(callers.size(), server.counters().accepted());
      assertTrue(server.counters().overloads() <= callers.size());
      assertEquals(0, Internals.slots(server));
    }
  }

  static List<With> everything() {
    return Over.everything().stream()
        // under the sequential strategy a call blocks its listener
        .filter(with -> with.strategy() != Strategy.SEQUENTIAL)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("everything")
  void aSlotGoesToWhoHasWaitedLongestAtWhicheverListener(With with) throws Exception {
    var order = new ArrayList<>(List.of(0, 1, 2));
    Collections.shuffle(order, new Random(TestMatrix.seed()));
    try (Board board = with.over().board()) {
      Server server = start(board, with, 3, 1);
      var first = new Waiting(board, server, order.getLast());
      Board.await("the first is served", first::isServed);
      assertEquals(0, server.counters().overloads());
      var waiting = new ArrayList<Waiting>();
      for (int listener : order) {
        waiting.add(new Waiting(board, server, listener));
        Board.await("it waits", () -> Internals.waiting(server) == waiting.size());
        assertEquals(
            waiting.size(), server.counters().overloads(), "each waiting caller is counted");
      }
      assertEquals(1, server.counters().accepted(), "a waiting caller is not counted as accepted");
      first.caller.hangUp();
      for (Waiting next : waiting) {
        Board.await("the next is served", next::isServed);
        assertEquals(1, Internals.slots(server));
        next.caller.hangUp();
      }
      assertEquals(List.of(2L, 3L, 4L), waiting.stream().map(each -> each.number).toList());
      assertEquals(3, server.counters().overloads());
    }
  }

  @ParameterizedTest
  @MethodSource("everything")
  void aServerThatClosesLetsNobodyWaitOn(With with) throws Exception {
    try (Board board = with.over().board()) {
      Server server = start(board, with, 2, 1);
      Caller first = board.call(server);
      assertEquals("1", first.ask("hello"));
      Caller second = board.call(Endpoint.of(server.addresses().getLast()));
      Board.await("the second waits", () -> Internals.waiting(server) == 1);
      var closed = board.meanwhile(server::close);
      assertThrows(ConnectionLostException.class, second::hearAll);
      first.hangUp();
      closed.result();
      assertEquals(1, server.counters().accepted());
      assertEquals(1, server.counters().closed());
    }
  }
}
