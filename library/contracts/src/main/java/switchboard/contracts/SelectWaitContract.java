package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Listener;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Readiness;

/**
 * Specifies how {@code Readiness.select} waits, and which events end the wait. {@link
 * ReadinessContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface SelectWaitContract extends NetworkContract {

  @Test
  default void selectWaitsUntilSomethingIsReady(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    TestTask<Readiness> select =
        scope.call(() -> Readiness.select(List.of(pair.server()), List.of())).awaitBlocked();
    pair.client().write(TestBytes.text("x"));
    assertEquals(List.of(pair.server()), select.result().readable());
  }

  @Test
  default void selectEndsEmptyWhenItsLimitPasses(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    long before = System.nanoTime();
    Readiness found = Readiness.select(List.of(pair.server()), List.of(), Duration.ofMillis(30));
    assertTrue(found.isEmpty());
    assertTrue(
        System.nanoTime() - before >= 30_000_000, "select must not return before its timeout");
  }

  @Test
  default void aTimeoutMayBeTheLongestDuration(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    TestTask<Readiness> select =
        scope.call(() ->
            Readiness.select(
                List.of(pair.server()), List.of(), Duration.ofSeconds(Long.MAX_VALUE)));
    select.awaitBlocked();
    pair.client().write(TestBytes.text("x"));
    assertEquals(List.of(pair.server()), select.result().readable());
  }

  @Test
  default void aDeadlineCutsASelect(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    List<Connection> readers = List.of(pair.server());
    try (var _ = Deadline.after(Duration.ofMillis(1))) {
      assertThrows(DeadlineExceededException.class, () -> Readiness.select(readers, List.of()));
    }
    DeadlineContract.Limited.start(scope, () -> Readiness.select(readers, List.of())).expiresNow();
    pair.client().write(TestBytes.text("x"));
    assertEquals(readers, Readiness.select(readers, List.of()).readable());
  }

  @Test
  default void interruptionCutsASelect(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    List<Connection> readers = List.of(pair.server());
    TestTask<Boolean> task =
        scope.call(() -> {
          assertThrows(
              OperationInterruptedException.class, () -> Readiness.select(readers, List.of()));
          return Thread.interrupted();
        });
    task.awaitBlocked().thread().interrupt();
    assertTrue(task.result(), "the interrupt status stays set");
    pair.client().write(TestBytes.text("x"));
    assertEquals(readers, Readiness.select(readers, List.of()).readable());
  }

  @Test
  default void closingASocketWakesTheSelectAsBroken(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    Listener listener = scope.listen(network(), listenEndpoint());
    TestTask<Readiness> first =
        scope.call(() -> Readiness.select(List.of(pair.server(), listener), List.of()));
    first.awaitBlocked();
    pair.server().close();
    assertEquals(List.of(pair.server()), first.result().broken());
    TestTask<Readiness> second =
        scope.call(() -> Readiness.select(List.of(listener), List.of())).awaitBlocked();
    listener.close();
    assertEquals(List.of(listener), second.result().broken());
  }

  @Test
  default void aSocketThatIsClosedAlreadyIsBrokenAtOnce(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.server().close();
    Readiness found =
        Readiness.select(List.of(pair.server(), pair.client()), List.of(pair.server()));
    assertEquals(List.of(pair.server()), found.broken());
  }

  @Test
  default void severalThreadsMaySelectTheSameSocket(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    List<Connection> readers = List.of(pair.server());
    TestTask<Readiness> first =
        scope.call(() -> Readiness.select(readers, List.of())).awaitBlocked();
    TestTask<Readiness> second =
        scope.call(() -> Readiness.select(readers, List.of())).awaitBlocked();
    pair.client().write(TestBytes.text("x"));
    assertEquals(readers, first.result().readable());
    assertEquals(readers, second.result().readable());
  }

  @Test
  default void aBlockedReaderAndASelectDoNotDisturbEachOther(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    TestTask<String> reader = scope.call(() -> TestBytes.readText(pair.server(), 1)).awaitBlocked();
    List<Connection> both = List.of(pair.server());
    TestTask<Readiness> select = scope.call(() -> Readiness.select(both, List.of())).awaitBlocked();
    pair.client().write(TestBytes.text("x"));
    assertEquals("x", reader.result());
    pair.client()
        .write(TestBytes.text("y")); // the reader may consume the first byte before select sees it
    assertEquals(both, select.result().readable());
  }
}
