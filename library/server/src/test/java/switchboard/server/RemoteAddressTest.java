package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.SocketClosedException;
import switchboard.server.Board.Caller;
import switchboard.server.internal.Internals;

/** A handler sets the address of the peer that a proxy has sent, and the server uses it. */
@ParameterizedClass
@MethodSource("everything")
class RemoteAddressTest {
  private static final int WAIT_SECONDS = 20;

  private final Strategy strategy;
  private final Board board;
  private final BlockingQueue<CallSummary> summaries = new LinkedBlockingQueue<>();
  private final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();

  RemoteAddressTest(Over.With with) {
    this.strategy = with.strategy();
    this.board = with.over().board();
  }

  static List<Over.With> everything() {
    return Over.everything();
  }

  @AfterEach
  void close() {
    board.close();
  }

  private static Address address(String ip) {
    return Address.inet(InetAddress.ofLiteral(ip), 4711);
  }

  /** Sets the address from the first line, and replies with the address of the connection. */
  private void serve(Connection connection) throws IOException {
    Address proxy = connection.remote();
    String ip = connection.source().readLine(100);
    try {
      Call.current().setRemote(address(ip));
    } catch (IOException e) {
      failures.add(e);
      throw e;
    }
    assertFalse(connection.toString().contains(proxy.toString()), connection.toString());
    connection.sink().writeLine(connection.remote().toString()).flush();
    Board.echoLines(connection);
    if (ip.equals("192.0.2.99")) {
      throw new IllegalStateException("this handler fails");
    }
  }

  private Server start(Limits limits, String rejection) throws IOException {
    return board.start(
        Server.builder(this::serve)
            .strategy(strategy)
            .limits(limits)
            .rejectionMessage(rejection)
            .observer(
                new CallObserver() {
                  @Override
                  public void closed(CallSummary call) {
                    summaries.add(call);
                  }
                }));
  }

  private CallSummary summary() throws InterruptedException {
    CallSummary summary = summaries.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (summary == null) {
      throw new AssertionError("no call has ended");
    }
    return summary;
  }

  @Test
  void theConnectionTheSummaryAndTheLogShowTheAddressThatWasSet() throws Exception {
    try (var logged = new Logged("switchboard.server")) {
      Server server = start(Limits.standard(), "");
      Caller caller = board.call(server);
      assertEquals("192.0.2.99:4711", caller.ask("192.0.2.99"));
      assertEquals("hello", caller.ask("hello"));
      caller.hangUp();
      CallSummary summary = summary();
      assertEquals(address("192.0.2.99"), summary.remote());
      assertEquals(CloseReason.FAILED, summary.reason());
      Board.await(
          "the failure is logged",
          () -> logged.count("the handler failed for 192.0.2.99:4711") == 1);
    }
  }

  @Test
  void aCallCountsForTheAddressThatWasSet() throws Exception {
    if (strategy == Strategy.SEQUENTIAL) {
      return; // one call at a time cannot exceed the limit
    }
    // Until its handler has set another address, each call counts for the address of this test.
    Server server = start(Limits.standard().perAddress(2), "no\n");
    Caller first = board.call(server);
    assertEquals("192.0.2.1:4711", first.ask("192.0.2.1"));
    Caller second = board.call(server);
    assertEquals("192.0.2.1:4711", second.ask("192.0.2.1"));
    Caller other = board.call(server);
    assertEquals("192.0.2.2:4711", other.ask("192.0.2.2"));

    Caller third = board.call(server);
    third.say("192.0.2.1");
    assertEquals("no\n", third.hearAll());
    var failure = assertThrows(SocketClosedException.class, () -> rethrow(failures));
    assertTrue(
        failure.getMessage().endsWith("192.0.2.1:4711: no more connections of one address"),
        failure.getMessage());
    CallSummary rejected = summary();
    assertEquals(CloseReason.REJECTED, rejected.reason());
    assertEquals(address("192.0.2.1"), rejected.remote());
    assertEquals("no more connections of one address", rejected.detail());
    assertEquals(1, server.counters().overloads());

    first.hangUp();
    assertEquals(CloseReason.DONE, summary().reason());
    Caller next = board.call(server);
    assertEquals("192.0.2.1:4711", next.ask("192.0.2.1"));
    for (Caller each : List.of(second, other, next)) {
      each.hangUp();
      assertEquals(CloseReason.DONE, summary().reason());
    }
    assertEquals(0, Internals.countedAddresses(server));
    assertEquals(0, Internals.slots(server));
  }

  @Test
  void aRejectedCallIsResetWhereTheServerHasNoMessage() throws Exception {
    if (strategy == Strategy.SEQUENTIAL) {
      return; // one call at a time cannot exceed the limit
    }
    Server server = start(Limits.standard().perAddress(1), "");
    Caller first = board.call(server);
    assertEquals("192.0.2.1:4711", first.ask("192.0.2.1"));
    Caller second = board.call(server);
    second.say("192.0.2.1");
    assertThrows(IOException.class, second::hearAll);
    assertEquals(CloseReason.REJECTED, summary().reason());
    assertEquals("still here", first.ask("still here"));
  }

  private static void rethrow(BlockingQueue<IOException> failures) throws Exception {
    IOException failure = failures.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (failure == null) {
      throw new AssertionError("nothing has failed");
    }
    throw failure;
  }
}
