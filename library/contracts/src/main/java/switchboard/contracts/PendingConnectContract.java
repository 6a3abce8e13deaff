package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Listener;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.PendingConnect;
import switchboard.net.SocketClosedException;

/**
 * Specifies connects that one call starts and a later call completes. {@link ListenerContract}
 * includes this contract.
 *
 * @since 0.1.0
 */
public interface PendingConnectContract extends NetworkContract {

  @Test
  default void aStartedConnectIsFinishedOnce(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    PendingConnect pending = start(scope, listener.local());
    assertEquals(listener.local(), pending.remote());
    Connection client = scope.add(pending.awaitConnect());
    Connection server = scope.add(listener.accept());
    assertThrows(IllegalStateException.class, () -> pending.finishConnect());
    pending.close();
    client.write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(server, 1));
  }

  @Test
  default void finishConnectNeverBlocks(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    PendingConnect pending = start(scope, listener.local());
    Connection client = pending.finishConnect();
    while (client == null) {
      client = pending.finishConnect();
    }
    scope.add(client).write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(scope.add(listener.accept()), 1));
  }

  @Test
  default void everyCallReportsThatAConnectFailed(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    listener.close();
    PendingConnect pending = start(scope, listener.local());
    assertThrows(ConnectionRefusedException.class, () -> pending.awaitConnect());
    assertThrows(ConnectionRefusedException.class, () -> pending.finishConnect());
    assertThrows(ConnectionRefusedException.class, () -> pending.awaitConnect());
    assertTrue(pending.isBroken());
  }

  @Test
  default void givingUpAConnectLeavesNothingBehind(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    PendingConnect pending = start(scope, listener.local());
    pending.close();
    pending.close();
    assertTrue(pending.isBroken());
    Connection client = scope.connect(network(), listener);
    client.write(TestBytes.text("x\n"));
    assertEquals("x", firstWhoSpeaks(scope, listener).source().readLine(9));
  }

  /**
   * Accepts connections until one of them sends a byte. The backlog may also contain abandoned
   * connects, which send nothing.
   */
  private static Connection firstWhoSpeaks(TestScope scope, Listener listener) throws IOException {
    while (true) {
      Connection caller = scope.add(listener.accept());
      try {
        if (caller.source().request(1)) {
          return caller;
        }
      } catch (ConnectionLostException gaveUp) {
        caller.close();
      }
    }
  }

  @Test
  default void aFullBacklogLeavesTheConnectPending(TestScope scope) throws Exception {
    Listener listener =
        scope.add(network().listen(listenEndpoint(), Options.of(Option.BACKLOG, 1)));
    List<Connection> clients = new ArrayList<>();
    PendingConnect pending = firstThatStaysPending(scope, listener, clients);
    assertNull(pending.finishConnect());
    try (var _ = Deadline.after(Duration.ofMillis(1))) {
      var cut = assertThrows(DeadlineExceededException.class, () -> pending.awaitConnect());
      assertTrue(String.valueOf(cut.getMessage()).startsWith("connect " + listener.local()));
    }
    TestTask<Boolean> acceptor =
        scope.start(() -> {
          for (int i = 0; i <= clients.size(); i++) {
            scope.add(listener.accept());
          }
        });
    assertNotNull(scope.add(pending.awaitConnect()));
    acceptor.result();
  }

  @Test
  default void aConnectThatTimesOutIsAbandoned(TestScope scope) throws Exception {
    Listener listener =
        scope.add(network().listen(listenEndpoint(), Options.of(Option.BACKLOG, 1)));
    firstThatStaysPending(scope, listener, new ArrayList<>()).close();
    long before = openHandles();
    try (var _ = Deadline.after(Duration.ofMillis(20))) {
      scope.connect(network(), listener);
    } catch (DeadlineExceededException cut) {
      ContractExtension.await(
          () -> openHandles() <= before, () -> "a connect that timed out left its socket open");
    }
  }

  @Test
  default void aConnectUnderADeadlineThatHasPassedFailsAtOnce(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    try (var _ = Deadline.after(Duration.ZERO)) {
      assertThrows(DeadlineExceededException.class, () -> scope.connect(network(), listener));
    }
    Thread.currentThread().interrupt();
    assertThrows(OperationInterruptedException.class, () -> scope.connect(network(), listener));
    assertTrue(Thread.interrupted(), "the flag stays up");
    scope.connect(network(), listener).write(TestBytes.text("x\n"));
    assertEquals("x", firstWhoSpeaks(scope, listener).source().readLine(9));
  }

  @Test
  default void closingAPendingConnectWakesWhoAwaitsIt(TestScope scope) throws Exception {
    Listener listener =
        scope.add(network().listen(listenEndpoint(), Options.of(Option.BACKLOG, 1)));
    PendingConnect pending = firstThatStaysPending(scope, listener, new ArrayList<>());
    TestTask<?> waiting = scope.call(() -> pending.awaitConnect()).awaitBlocked();
    pending.close();
    waiting.failure(SocketClosedException.class);
  }

  /** Starts connects until one of them stays pending because the backlog is full. */
  private PendingConnect firstThatStaysPending(
      TestScope scope, Listener listener, List<Connection> clients) throws IOException {
    for (int i = 0; i < 20; i++) {
      PendingConnect pending = start(scope, listener.local());
      Connection client = withinMoment(pending);
      if (client == null) {
        return pending;
      }
      clients.add(scope.add(client));
    }
    throw new AssertionError("a backlog of 1 held 20 connections");
  }

  private static @Nullable Connection withinMoment(PendingConnect pending) throws IOException {
    try (var _ = Deadline.after(Duration.ofMillis(200))) {
      return pending.awaitConnect();
    } catch (DeadlineExceededException late) {
      // not null if the connect has succeeded because this thread was delayed
      return pending.finishConnect();
    }
  }

  private PendingConnect start(TestScope scope, Address target) throws IOException {
    return scope.add(network().startConnect(target, Options.none()));
  }
}
