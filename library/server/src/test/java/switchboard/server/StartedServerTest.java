package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestScope;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;
import switchboard.server.Limits.Overload;
import switchboard.server.Over.With;

/** A server keeps the settings from its start; later changes of its builder do not affect it. */
class StartedServerTest {
  @TempDir private Path directory;

  static java.util.List<With> everything() {
    return Over.everything();
  }

  @ParameterizedTest
  @MethodSource("everything")
  void aSetupThatIsUsedAgainChangesNothingForTheFirstServer(With with) throws Exception {
    boolean inTurn = with.strategy() == Strategy.SEQUENTIAL;
    try (Board board = with.over().board();
        Network other = switchboard.testkit.MemoryEngine.network()) {
      Server.Builder setup =
          Server.builder(Board::echoLines)
              .strategy(with.strategy())
              .limits(Limits.standard().connections(1, Overload.REJECT))
              .rejectionMessage("first\n");
      Server first = board.start(setup);
      setup
          .limits(
              Limits.standard()
                  .connections(5, Overload.BACKPRESSURE)
                  .idleTimeout(Duration.ofMillis(1)))
          .strategy(Strategy.VIRTUAL_THREADS)
          .rejectionMessage("second\n")
          .network(other)
          .options(Options.none());
      try (Server second = setup.listen(Endpoint.tcp("127.0.0.1", 0)).start()) {
        assertEquals(1, first.addresses().size());
        assertEquals(2, second.addresses().size());
        assertEquals(Overload.REJECT, first.limits().overload());
        assertEquals(with.strategy(), first.strategy());
        Caller served = board.call(first);
        assertEquals("served", served.ask("served"));
        // a sequential server accepts the next connection only after the first call has ended
        if (!inTurn) {
          assertEquals("first\n", board.call(first).hearAll());
        }
        assertEquals("still here", served.ask("still here"));
        served.hangUp();
      }
    }
  }

  @Test
  void callbacksThatABuilderIsGivenLaterAreNotOfTheFirstServer() throws Exception {
    var told = new CopyOnWriteArrayList<String>();
    try (Board board = new Board(Place.MEMORY)) {
      Server.Builder builder =
          Server.builder(Board::echoLines)
              .observer(opening("first", told))
              .onDrain(() -> told.add("first drains"))
              .drainPolicy(DrainPolicy.STOP_READING);
      Server first = board.start(builder);
      builder
          .observer(opening("second", told))
          .onDrain(() -> told.add("second drains"))
          .drainPolicy(DrainPolicy.GRACE_PERIOD);
      Caller caller = board.call(first);
      assertEquals("hello", caller.ask("hello"));
      first.drain(TestScope.LIMIT); // the call runs until the grace period ends
      assertEquals("null", caller.hear());
      assertEquals(java.util.List.of("first opened", "first drains"), told);
    }
  }

  private static CallObserver opening(String name, java.util.List<String> told) {
    return new CallObserver() {
      @Override
      public void opened(long call, Address remote) {
        told.add(name + " opened");
      }
    };
  }

  @Test
  void aSetupOfADatagramServerThatIsUsedAgainChangesNothingForTheFirst() throws Exception {
    try (Board board = new Board(Place.MEMORY);
        Network other = switchboard.testkit.MemoryEngine.network()) {
      DatagramServer.Builder setup =
          DatagramServer.builder(message -> message.reply(message.content()))
              .network(board.network())
              .listen("udp://127.0.0.1:0");
      try (DatagramServer first = setup.start();
          DatagramServer second = setup.network(other).listen("udp://127.0.0.1:0").start();
          Datagrams client =
              board.network().bind(Endpoint.parse("udp://127.0.0.1:0"), Options.none())) {
        assertEquals(1, first.addresses().size());
        assertEquals(2, second.addresses().size());
        client.send(
            ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)),
            first.addresses().getFirst());
        var answer = ByteBuffer.allocate(100);
        client.receive(answer);
        assertEquals(5, answer.position());
      }
    }
  }

  @Test
  void aProcessServiceThatIsToldMoreChangesNothingForAServerThatServesIt() throws Exception {
    var heard = new CopyOnWriteArrayList<String>();
    ProcessHandler service =
        ProcessHandler.of("sh", "-c", "echo \"$WHICH $PWD\"; echo error >&2")
            .environment("WHICH", "first")
            .workingDirectory(directory)
            .gracePeriod(Duration.ofMillis(500))
            .standardError((_, line) -> heard.add("first " + line));
    try (Board board = new Board(Place.TCP4)) {
      Server first = board.start(ProcessServer.builder(service));
      service
          .environment("WHICH", "second")
          .workingDirectory(Path.of("/"))
          .gracePeriod(Duration.ofSeconds(1))
          .standardError((_, line) -> heard.add("second " + line));
      assertEquals("first " + directory.toRealPath() + "\n", hearProgram(board, first));
      Server second = board.start(ProcessServer.builder(service));
      assertEquals("second /\n", hearProgram(board, second));
      Board.await("both have ended", () -> heard.size() == 2);
      assertEquals(java.util.List.of("first error", "second error"), heard);
      assertEquals(2, service.started());
    }
  }

  private static String hearProgram(Board board, Server server) throws IOException {
    Caller caller = board.call(server);
    String said = caller.hearAll();
    caller.hangUp();
    Board.await("it has left", () -> server.counters().closed() == 1);
    return said;
  }

  @ParameterizedTest
  @MethodSource("everything")
  void whoIsRefusedIsResetUnlessTheServerHasWordsForThem(With with) throws Exception {
    // a sequential server rejects no connection, because it serves one call at a time
    if (with.strategy() == Strategy.SEQUENTIAL) {
      return;
    }
    try (Board board = with.over().board()) {
      Server.Builder setup =
          Server.builder(Board::echoLines)
              .strategy(with.strategy())
              .limits(Limits.standard().connections(1, Overload.REJECT));
      Server server = board.start(setup);
      Caller served = board.call(server);
      assertEquals("served", served.ask("served"));
      for (int i = 1; i <= 3; i++) {
        // If the reset arrives before connect has returned, connect fails instead of the read.
        assertThrows(IOException.class, () -> board.call(server).hearAll());
      }
      Board.await("they are counted", () -> server.counters().closed(CloseReason.REJECTED) == 3);
      assertEquals("still here", served.ask("still here"));
      assertTrue(server.counters().overloads() == 3);
    }
  }

  @ParameterizedTest
  @MethodSource("everything")
  void aServerWhoseListenerIsClosedUnderItEndsAndSaysSo(With with) throws Exception {
    try (var logged = new Logged("switchboard.server");
        Board board = with.over().board()) {
      Server server = board.start(Server.builder(Board::echoLines).strategy(with.strategy()));
      Caller caller = board.call(server);
      assertEquals("hello", caller.ask("hello"));
      caller.hangUp();
      Board.await("it has left", () -> server.counters().closed() == 1);
      board.network().close();
      try (var _ = Deadline.after(TestScope.LIMIT)) {
        var failed = assertThrows(IOException.class, server::awaitStop);
        assertTrue(failed.getMessage().contains(" failed: "), failed.getMessage());
      }
      assertEquals(1, logged.count("the listener failed; the server stops"));
    }
  }
}
