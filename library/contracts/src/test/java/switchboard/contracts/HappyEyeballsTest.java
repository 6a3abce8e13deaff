package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/** Tests connecting to host names with several addresses (RFC 8305), with a manual clock. */
class HappyEyeballsTest {
  private static final String A = "192.0.2.1";
  private static final String B = "192.0.2.2";
  private static final String SIX = "2001:db8::1";

  private final ManualTicker ticker = new ManualTicker();
  private final MemoryEngine engine = new MemoryEngine();
  private final Network plain = Network.over(engine);
  @AutoClose private final TestScope scope = new TestScope();

  private static Endpoint at(String ip) {
    return Endpoint.tcp(ip, 80);
  }

  /** Starts a listener at {@code ip}, to which connects succeed. */
  private void alive(String ip) throws IOException {
    scope.listen(plain, at(ip));
  }

  /** Starts a listener whose backlog is full, so that a connect to {@code ip} stays pending. */
  private void dead(String ip) throws IOException {
    scope.add(plain.listen(at(ip), Options.of(Option.BACKLOG, 1)));
    scope.add(plain.connect(at(ip), Options.none()));
  }

  /** Connects to a name that resolves to these addresses, with the manual clock. */
  private TestTask<Connection> connect(String... ips) {
    return scope.call(() -> scope.add(connectNow(Duration.ofDays(1), ips)));
  }

  private Connection connectNow(Duration limit, String... ips) throws IOException {
    Network named =
        plain.withResolver((host, port) ->
            Arrays.stream(ips)
                .map(ip -> (Address.Inet) addressOf(plain, Endpoint.tcp(ip, port)))
                .toList());
    var connection = new AtomicReference<Connection>();
    var failure = new AtomicReference<IOException>();
    ticker.run(() -> {
      try (var _ = Deadline.after(limit)) {
        connection.set(named.connect("name.example:80"));
      } catch (IOException e) {
        failure.set(e);
      }
    });
    if (failure.get() != null) {
      throw failure.get();
    }
    return connection.get();
  }

  private static Address addressOf(Network network, Endpoint endpoint) {
    try {
      return network.resolve(endpoint).getFirst();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertReached(String ip, Connection connection) {
    assertEquals(ip, ((Address.Inet) connection.remote()).host());
  }

  @Test
  void theFirstAddressThatAnswersWins() throws Exception {
    alive(A);
    alive(B);
    assertReached(A, connect(A, B).result());
  }

  @Test
  void aDeadFirstAddressCostsAQuarterOfASecond() throws Exception {
    dead(A);
    alive(B);
    TestTask<Connection> task = connect(A, B);
    ticker.awaitParked(1);
    ticker.advance(Duration.ofMillis(249));
    assertFalse(task.isDone());
    assertEquals(1, ticker.parked());
    ticker.advance(Duration.ofMillis(1));
    assertReached(B, task.result());
  }

  @Test
  void aRefusedFirstAddressCostsNoTime() throws Exception {
    alive(B);
    assertReached(B, connect(A, B).result());
    assertEquals(0, ticker.nanos());
  }

  @Test
  void theFamiliesTakeTurns() throws Exception {
    dead(A);
    dead(B);
    alive(SIX);
    TestTask<Connection> task = connect(A, B, SIX);
    ticker.awaitParked(1);
    ticker.advance(Duration.ofMillis(250));
    assertReached(SIX, task.result());
  }

  @Test
  void theFamilyOfTheFirstAddressGoesFirst() throws Exception {
    alive(A);
    alive(SIX);
    assertReached(SIX, connect(SIX, A).result());
  }

  @Test
  void whenAllFailTheFirstFailureIsToldWithTheOthers() {
    var refused =
        assertThrows(
            ConnectionRefusedException.class, () -> connectNow(Duration.ofDays(1), A, SIX, B));
    assertTrue(String.valueOf(refused.getMessage()).contains("192.0.2.1:80"));
    List<String> others =
        Arrays.stream(refused.getSuppressed()).map(e -> String.valueOf(e.getMessage())).toList();
    assertEquals(2, others.size());
    assertTrue(others.get(0).contains("[2001:db8::1]:80"), others::toString);
    assertTrue(others.get(1).contains("192.0.2.2:80"), others::toString);
  }

  @Test
  void aDeadlineCutsAndSaysWhereTo() throws Exception {
    dead(A);
    dead(B);
    int before = engine.openHandles().size();
    TestTask<Connection> task = scope.call(() -> connectNow(Duration.ofSeconds(1), A, B));
    ticker.awaitParked(1);
    ticker.advance(Duration.ofMillis(250));
    ticker.awaitParked(1);
    ticker.advance(Duration.ofMillis(750));
    var cut = task.failure(DeadlineExceededException.class);
    assertTrue(String.valueOf(cut.getMessage()).startsWith("connect 192.0.2.1:80"), cut::toString);
    assertEquals(before, engine.openHandles().size());
  }

  @Test
  void theAttemptsThatLostLeaveNothingBehind() throws Exception {
    dead(A);
    alive(B);
    int before = engine.openHandles().size();
    TestTask<Connection> task = connect(A, B);
    ticker.awaitParked(1);
    ticker.advance(Duration.ofMillis(250));
    task.result().close();
    assertEquals(before, engine.openHandles().size());
  }
}
