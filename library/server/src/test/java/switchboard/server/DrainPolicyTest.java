package switchboard.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestMatrix;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Options;
import switchboard.server.Board.Caller;

/** The drain policies, onDrain actions, relays, and the time limits of a drain. */
@ParameterizedClass
@MethodSource("everything")
class DrainPolicyTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(30);

  private final Over.With with;
  private final Board board;
  private final CountDownLatch let = new CountDownLatch(1);

  DrainPolicyTest(Over.With with) {
    this.with = with;
    this.board = with.over().board();
  }

  static List<Over.With> everything() {
    return TestMatrix.sample(Over.everything(), 5);
  }

  @AfterEach
  void close() {
    let.countDown();
    board.close();
  }

  private Server start(DrainPolicy policy, ConnectionHandler service) throws Exception {
    return board.start(Server.builder(service).strategy(with.strategy()).drainPolicy(policy));
  }

  @Test
  void stopReadingEndsAnEchoAtOnceAndLosesNothingThatItHasRead() throws Exception {
    Server server = start(DrainPolicy.STOP_READING, Board::echo);
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    var hearing =
        board.meanwhile(() -> {
          assertEquals("", caller.hearAll());
          caller.hangUp();
        });
    long start = System.nanoTime();
    server.drain(LONG);
    assertTrue(System.nanoTime() - start < LONG.dividedBy(3).toNanos(), "it does not wait");
    hearing.result();
    assertEquals(1, server.counters().closed(CloseReason.DONE));
  }

  @Test
  void gracePeriodLetsACallBetweenMessagesGoOn() throws Exception {
    Server server = start(DrainPolicy.GRACE_PERIOD, Board::echoLines);
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    var draining = board.meanwhile(() -> server.drain(LONG));
    Board.await("it drains", server::isDraining);
    assertEquals("still here", caller.ask("still here"));
    caller.hangUp();
    draining.result();
    assertEquals(1, server.counters().closed(CloseReason.DONE));
  }

  @Test
  void aHandlerToldOfTheDrainMaySayGoodbye() throws Exception {
    Server server =
        start(
            DrainPolicy.BETWEEN_MESSAGES,
            connection -> {
              try {
                Board.echoLines(connection);
              } catch (DrainingException drain) {
                connection.sink().writeLine("421 closing").flush();
              }
            });
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    var draining = board.meanwhile(() -> server.drain(LONG));
    assertEquals("421 closing\n", caller.hearAll());
    caller.hangUp();
    draining.result();
  }

  @Test
  void theErrorOfADrainHasTheOperationAndTheAddresses() throws Exception {
    Server server =
        start(
            DrainPolicy.BETWEEN_MESSAGES,
            connection -> {
              try {
                Board.echoLines(connection);
              } catch (DrainingException drain) {
                boolean ours =
                    connection.local().equals(drain.local())
                        && connection.remote().equals(drain.remote());
                connection.sink().writeLine(drain.operation() + " " + ours).flush();
              }
            });
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    var draining = board.meanwhile(() -> server.drain(LONG));
    assertEquals("read true\n", caller.hearAll());
    caller.hangUp();
    draining.result();
  }

  @Test
  void whatIsInTheSinkWhenADrainEndsTheCallIsSent() throws Exception {
    Server server =
        start(
            DrainPolicy.BETWEEN_MESSAGES,
            connection -> {
              connection.sink().writeLine("greeting").flush();
              connection.sink().writeLine("not flushed");
              Board.nextLine(connection);
            });
    Caller caller = board.call(server);
    assertEquals("greeting", caller.hear());
    var draining = board.meanwhile(() -> server.drain(LONG));
    assertEquals("not flushed\n", caller.hearAll());
    caller.hangUp();
    draining.result();
  }

  @Test
  void callbacksRunOnceWhenTheDrainBeginsAndItWaitsForThem() throws Exception {
    var ofServer = new AtomicInteger();
    var ofCall = new AtomicInteger();
    Server server =
        board.start(
            Server.builder(
                    connection -> {
                      Call.current().onDrain(ofCall::incrementAndGet);
                      Board.echoLines(connection);
                    })
                .strategy(with.strategy())
                .onDrain(ofServer::incrementAndGet));
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    var draining = board.meanwhile(() -> server.drain(LONG));
    assertEquals("", caller.hearAll());
    caller.hangUp();
    draining.result();
    server.close();
    assertEquals(1, ofServer.get());
    assertEquals(1, ofCall.get());
  }

  @Test
  void aCallbackThatIsSetDuringTheDrainRunsAndOneThatFailsHarmsNobody() throws Exception {
    var ran = new CountDownLatch(1);
    var inside = new CountDownLatch(1);
    Server server =
        start(
            DrainPolicy.BETWEEN_MESSAGES,
            connection -> {
              Call call = Call.current();
              call.onDrain(() -> {
                throw new IllegalStateException("on purpose");
              });
              inside.countDown();
              let.await();
              call.onDrain(ran::countDown);
            });
    Caller caller = board.call(server);
    caller.say("hello");
    inside.await();
    var draining = board.meanwhile(() -> server.drain(LONG));
    Board.await("it drains", server::isDraining);
    let.countDown();
    ran.await();
    caller.hangUp();
    draining.result();
  }

  @Test
  void aHandlerThatIgnoresEverythingDoesNotHoldTheDrainUp() throws Exception {
    var inside = new CountDownLatch(1);
    Server server =
        start(
            DrainPolicy.BETWEEN_MESSAGES,
            connection -> {
              inside.countDown();
              while (let.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
                Thread.interrupted();
              }
            });
    board.call(server).say("hello");
    inside.await();
    long start = System.nanoTime();
    server.drain(SHORT, SHORT.multipliedBy(3));
    long took = System.nanoTime() - start;
    assertTrue(took >= SHORT.toNanos(), "the grace period is kept");
    assertTrue(took < Duration.ofSeconds(5).toNanos(), "it took " + took);
    server.awaitStop();
  }

  /** Starts a relay to a backend, which records how its stream ends. */
  private Server relayTo(AtomicReference<String> backendSaw) throws Exception {
    Server backend =
        board.start(
            Server.builder(connection -> {
              try {
                backendSaw.set("end after " + new String(connection.source().readAll(1000), UTF_8));
              } catch (ConnectionLostException reset) {
                backendSaw.set("reset");
              }
            }));
    return start(
        DrainPolicy.BETWEEN_MESSAGES,
        connection -> {
          try (Connection behind = board.network().connect(backend.endpoint(), Options.none())) {
            Relay.between(connection, behind).run();
          }
        });
  }

  @Test
  void aRelayIsResetAfterTheGracePeriodAndNeverEndedInOrder() throws Exception {
    var backendSaw = new AtomicReference<String>();
    Server relay = relayTo(backendSaw);
    Caller caller = board.call(relay);
    caller.say("half an upload");
    Board.await("it is on its way", () -> relay.counters().bytesRead() == 15);
    relay.drain(SHORT);
    Board.await("the backend has seen the end", () -> backendSaw.get() != null);
    assertEquals("reset", backendSaw.get());
    assertThrows(ConnectionLostException.class, caller::hearAll);
  }

  @Test
  void aRelayGetsTheGracePeriod() throws Exception {
    var backendSaw = new AtomicReference<String>();
    Server relay = relayTo(backendSaw);
    Caller caller = board.call(relay);
    caller.connection().sink().writeText("one,").flush();
    Board.await("it is on its way", () -> relay.counters().bytesRead() == 4);
    var draining = board.meanwhile(() -> relay.drain(LONG));
    Board.await("it drains", relay::isDraining);
    caller.connection().sink().writeText("two").flush();
    caller.connection().shutdownOutput();
    assertEquals("", caller.hearAll());
    caller.hangUp();
    draining.result();
    assertEquals("end after one,two", backendSaw.get());
  }
}
