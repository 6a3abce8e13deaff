package switchboard.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static switchboard.bench.FailureCause.CLOSED;
import static switchboard.bench.FailureCause.OTHER;
import static switchboard.bench.FailureCause.REFUSED;
import static switchboard.bench.FailureCause.RESET;
import static switchboard.bench.FailureCause.TIMED_OUT;
import static switchboard.bench.FailureCause.WRONG_ECHO;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Connection;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Failure;
import switchboard.net.NameNotFoundException;
import switchboard.net.Network;
import switchboard.server.ConnectionHandler;
import switchboard.server.Limits;
import switchboard.server.Server;

/**
 * Tests load tests of servers that fail. The result contains the measurements from before the
 * failure, and counts the failures.
 */
@Tag("slow")
class FailingServersTest {
  private static final Network NETWORK = Network.system();
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final int BYTES = 64;
  private static final ConnectionHandler ECHO = call -> call.source().transferTo(call.sink());

  private static LoadPlan plan(Endpoint endpoint, double rate) {
    return LoadPlan.standard(endpoint)
        .withConnections(8)
        .withRate(rate)
        .withTimeout(TIMEOUT)
        .withDuration(MOMENT, MOMENT);
  }

  private static LoadResult run(LoadPlan plan) {
    return new LoadGenerator(NETWORK, plan).run(_ -> {});
  }

  private static LoadResult run(Server server, double rate) {
    return run(plan(server.endpoint(), rate));
  }

  /**
   * Starts a server that serves four connections correctly. It passes all other connections to
   * {@code failing}.
   */
  private static Server failingForHalf(ConnectionHandler failing) throws IOException {
    var calls = new AtomicInteger();
    return Server.listen(
        "127.0.0.1:0", call -> (calls.getAndIncrement() < 4 ? ECHO : failing).handle(call));
  }

  private static void echo(Connection call, int messages) throws IOException {
    for (int i = 0; i < messages; i++) {
      call.write(ByteBuffer.wrap(call.source().readExactly(BYTES)));
    }
  }

  private static void assertHalfFailed(FailureCause cause, LoadResult outcome) {
    assertEquals(4, outcome.failedConnections(cause), cause + ": " + outcome.failedConnections());
    assertEquals(4, outcome.failedConnections());
    assertTrue(outcome.messages() > 0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 4000})
  void thoseThatAreClosedAfterSomeMessagesAreCountedAndTheOthersGoOn(double rate)
      throws IOException {
    try (Server server = failingForHalf(call -> echo(call, 10))) {
      assertHalfFailed(CLOSED, run(server, rate));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 4000})
  void thoseThatAreResetAfterSomeMessagesAreCountedAndTheOthersGoOn(double rate)
      throws IOException {
    try (Server server =
        failingForHalf(call -> {
          echo(call, 10);
          call.source().readExactly(1);
          call.abort();
        })) {
      assertHalfFailed(RESET, run(server, rate));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 4000})
  void thoseThatGetWrongAnswersAreCountedAndTheOthersGoOn(double rate) throws IOException {
    try (Server server =
        failingForHalf(call -> {
          call.source().readExactly(BYTES);
          call.write(ByteBuffer.wrap(new byte[BYTES * 2])); // sends message 0 twice
          ECHO.handle(call);
        })) {
      assertHalfFailed(WRONG_ECHO, run(server, rate));
    }
  }

  @Test
  void thoseThatGetNoAnswerTimeOutAndTheOthersGoOn() throws IOException {
    try (Server server = failingForHalf(FailingServersTest::stayMute)) {
      LoadResult outcome = run(server, 0);
      assertHalfFailed(TIMED_OUT, outcome);
      assertTrue((outcome.firstFailure(TIMED_OUT) + "").contains("no reply for 0.5 s"));
    }
  }

  /** Reads from a connection until EOF, and never replies. */
  private static void stayMute(Connection call) throws IOException {
    var trash = ByteBuffer.allocate(16 * 1024);
    while (call.read(trash.clear()) >= 0) {}
  }

  @Test
  void thoseThatTheServerKeepsWaitingTimeOut() throws IOException {
    try (Server server =
        Server.builder(ECHO)
            .listen("127.0.0.1:0")
            .limits(Limits.standard().connections(4, Limits.Overload.BACKPRESSURE))
            .start()) {
      assertHalfFailed(TIMED_OUT, run(server, 0));
    }
  }

  @Test
  void thoseThatTheServerRefusesAtOnceAreClosedOrReset() throws IOException {
    try (Server server =
        Server.builder(ECHO)
            .listen("127.0.0.1:0")
            .limits(Limits.standard().perAddress(4))
            .start()) {
      LoadResult outcome = run(server, 0);
      assertEquals(4, outcome.failedConnections());
      assertEquals(4, outcome.failedConnections(CLOSED) + outcome.failedConnections(RESET));
      assertTrue(outcome.messages() > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 100})
  void aLoadOfASilentServerEndsAfterItsTimeouts(double rate) throws IOException {
    try (Server server = Server.listen("127.0.0.1:0", FailingServersTest::stayMute);
        var _ = Deadline.after(Duration.ofSeconds(30))) {
      LoadPlan hour = plan(server.endpoint(), rate).withDuration(Duration.ofHours(1), MOMENT);
      LoadResult outcome = run(hour);
      assertEquals(8, outcome.failedConnections(TIMED_OUT));
      assertEquals(0, outcome.messages());
      assertFalse(outcome.isInterrupted(), "the timeout has ended it");
    }
  }

  @Test
  void aByteNowAndThenIsNoAnswer() throws IOException {
    try (Server server =
            Server.listen(
                "127.0.0.1:0",
                call -> {
                  var trickle = ByteBuffer.allocate(1);
                  while (call.read(trickle.clear()) > 0) {
                    call.write(trickle.flip());
                    pause();
                  }
                });
        var _ = Deadline.after(Duration.ofSeconds(30))) {
      LoadResult outcome =
          run(plan(server.endpoint(), 0).withDuration(Duration.ofHours(1), MOMENT));
      assertEquals(8, outcome.failedConnections(TIMED_OUT));
    }
  }

  /** Pauses as a slow server does before it sends the next byte. */
  private static void pause() throws InterruptedException {
    var _ = new CountDownLatch(1).await(100, java.util.concurrent.TimeUnit.MILLISECONDS);
  }

  @Test
  void answersOfASlowServerAreMeasuredAndItsLastOnesAwaited() throws IOException {
    try (Server server =
        Server.listen(
            "127.0.0.1:0",
            call -> {
              while (true) {
                echo(call, 1);
                pause();
              }
            })) {
      LoadResult outcome = run(plan(server.endpoint(), 0).withTimeout(Duration.ofSeconds(10)));
      assertEquals(0, outcome.failedConnections());
      assertTrue(outcome.messages() > 0);
      assertTrue(outcome.micros(50) > 50_000, outcome.micros(50) + " µs");
    }
  }

  @Test
  void whereNothingListensEachConnectionIsRefused() throws IOException {
    LoadPlan plan;
    try (Server server = Server.listen("127.0.0.1:0", ECHO)) {
      plan = plan(server.endpoint(), 0);
    }
    LoadResult outcome = run(plan.withDuration(Duration.ofHours(1), MOMENT));
    assertEquals(8, outcome.failedConnections(REFUSED));
    assertInstanceOf(ConnectionRefusedException.class, outcome.firstFailure(REFUSED));
    assertEquals(0, outcome.messages());
  }

  @Test
  void aNameWithoutAnAddressFailsEachConnection() {
    Network nameless =
        NETWORK.withResolver((host, _) -> {
          throw new NameNotFoundException(new Failure("resolve " + host, null, null, "no name"));
        });
    LoadResult outcome =
        new LoadGenerator(nameless, plan(Endpoint.tcp("nowhere", 7), 0)).run(_ -> {});
    assertEquals(8, outcome.failedConnections(OTHER));
    assertInstanceOf(NameNotFoundException.class, outcome.firstFailure(OTHER));
  }

  @Test
  void aServerThatEndsMeanwhileLeavesWhatWasMeasured() throws IOException {
    try (Server server = Server.listen("127.0.0.1:0", ECHO)) {
      LoadPlan hour =
          plan(server.endpoint(), 0)
              .withDuration(Duration.ofHours(1), MOMENT)
              .withTimeout(Duration.ofSeconds(20));
      LoadResult outcome =
          new LoadGenerator(NETWORK, hour)
              .run(second -> {
                if (!second.warmingUp()) {
                  server.drain(Duration.ZERO);
                }
              });
      assertTrue(outcome.messages() > 0);
      assertEquals(8, outcome.failedConnections());
      assertTrue(outcome.duration().compareTo(Duration.ofMinutes(1)) < 0, outcome.duration() + "");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 4000})
  void anInterruptEndsTheLoadAndKeepsWhatWasMeasured(double rate) throws Exception {
    try (Server server = Server.listen("127.0.0.1:0", ECHO)) {
      Thread loading = Thread.currentThread();
      LoadResult outcome =
          new LoadGenerator(
                  NETWORK, plan(server.endpoint(), rate).withDuration(Duration.ofHours(1), MOMENT))
              .run(second -> {
                if (!second.warmingUp()) {
                  loading.interrupt();
                }
              });
      assertTrue(Thread.interrupted(), "the interrupt is kept");
      assertTrue(outcome.isInterrupted());
      assertEquals(0, outcome.failedConnections());
      assertTrue(rate == 1 || outcome.messages() > 0);
    }
  }

  @Test
  void anInterruptWhileConnectingEndsItToo() {
    Network slow =
        NETWORK.withResolver((_, _) -> {
          throw new AssertionError("nothing is resolved under an interrupt");
        });
    Thread.currentThread().interrupt();
    LoadResult outcome =
        new LoadGenerator(slow, plan(Endpoint.tcp("127.0.0.1", 1), 0)).run(_ -> {});
    assertTrue(Thread.interrupted());
    assertTrue(outcome.isInterrupted());
    assertEquals(0, outcome.messages());
  }
}
