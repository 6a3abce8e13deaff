package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import switchboard.contracts.TestTask;
import switchboard.net.ConnectionLostException;
import switchboard.testkit.ManualTicker;

/** A program for each call: both streams, EOF in both directions, and all kinds of exits. */
class ProcessServerTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final Board board = new Board(Board.Place.TCP4);
  private final List<ProcessHandle> leftBehind = new ArrayList<>();

  @TempDir private Path directory = Path.of("");

  @AfterEach
  void nothingIsLeft() {
    leftBehind.forEach(ProcessHandle::destroyForcibly);
    board.close();
    Board.await(
        "all child processes have exited", () -> ProcessHandle.current().children().count() == 0);
  }

  private static ProcessHandler shell(String script) throws ProgramException {
    return ProcessHandler.of("sh", "-c", script);
  }

  private Server start(ProcessHandler service) throws IOException {
    return board.start(ProcessServer.builder(service));
  }

  /** Reads until EOF and closes the connection. */
  private static String hearAll(Board.Caller caller) throws IOException {
    String heard = caller.hearAll();
    caller.hangUp();
    return heard;
  }

  private static void awaitNobody(Server server) {
    Board.await("the call is over", () -> server.counters().active() == 0);
  }

  /** Returns the process whose identifier the program has printed. */
  private ProcessHandle named(String pid) {
    Optional<ProcessHandle> found = ProcessHandle.of(Long.parseLong(pid));
    assertTrue(found.isPresent(), pid);
    leftBehind.add(found.get());
    return found.get();
  }

  private static void awaitEnd(ProcessHandle process) {
    Board.await("process " + process.pid() + " has ended", () -> !process.isAlive());
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void theCallersEndIsTheProgramsAndTheOtherWayRound(Strategy strategy) throws Exception {
    Server server = board.start(ProcessServer.builder("cat").strategy(strategy));
    byte[] much = new byte[1 << 20];
    new Random(1).nextBytes(much);
    var caller = board.call(server);
    TestTask<Boolean> talking =
        board.meanwhile(() -> {
          caller.connection().write(ByteBuffer.wrap(much));
          caller.connection().shutdownOutput();
        });
    assertArrayEquals(much, caller.connection().source().readAll(1 << 21));
    talking.result();
    awaitNobody(server);
    assertEquals(1, server.counters().closed(CloseReason.DONE));
  }

  @Test
  void aProgramThatHasNoMoreToSayStillHears() throws Exception {
    Path heard = directory.resolve("heard");
    Server server = start(shell("exec >&-; exec cat > heard").workingDirectory(directory));
    var caller = board.call(server);
    assertEquals("", caller.hearAll());
    caller.say("late");
    caller.connection().shutdownOutput();
    awaitNobody(server);
    assertEquals("late\n", Files.readString(heard));
  }

  @Test
  void aProgramThatDoesNotListenIsStillHeardWhileItsCallerSpeaksOn() throws Exception {
    Server server = start(shell("exec <&-; sleep 0.1; echo bye"));
    var caller = board.call(server);
    TestTask<IOException> talking = board.meanwhileFailing(() -> caller.say("x".repeat(1000)));
    assertEquals("bye\n", caller.hearAll());
    caller.hangUp();
    assertTrue(talking.result() != null);
  }

  @Test
  void aProgramThatEndsEndsTheCallOfWhoSaysNothing() throws Exception {
    Server server = start(ProcessHandler.of("echo", "hello"));
    assertEquals("hello\n", hearAll(board.call(server)));
    awaitNobody(server);
  }

  @Test
  void aProgramAndItsCallerMayEndAtTheSameTime() throws Exception {
    var service = ProcessHandler.of("echo", "hello");
    Server server = start(service);
    for (int round = 0; round < 100; round++) {
      var caller = board.call(server);
      assertEquals("hello", caller.hear());
      caller.hangUp();
    }
    awaitNobody(server);
    assertEquals(100, server.counters().closed(CloseReason.DONE));
    assertEquals(0, service.terminated());
  }

  @Test
  void itsStatusIsLoggedAndCountedAndItsErrorsAreKeptApart() throws Exception {
    var lines = new CopyOnWriteArrayList<String>();
    var service =
        shell("echo oops >&2; printf '\\033[31mred' >&2; echo data; exit 3")
            .standardError((pid, line) -> lines.add(pid > 0 ? line : "nobody"));
    try (var log = new Logged("switchboard.server")) {
      Server server = start(service);
      assertEquals("data\n", hearAll(board.call(server)));
      awaitNobody(server);
      assertEquals(1, log.count("exited with status 3"));
    }
    assertEquals(List.of("oops", "\uFFFD[31mred"), lines);
    assertEquals(1, service.started());
    assertEquals(1, service.failed());
    assertEquals(0, service.terminated());
  }

  @Test
  void errorsAreLoggedWhereNobodyElseWantsThemAndLongLinesInPieces() throws Exception {
    try (var log = new Logged("switchboard.server")) {
      Server server =
          start(shell("echo '{0} it''s' >&2; head -c 20000 /dev/zero | tr '\\0' x >&2"));
      assertEquals("", hearAll(board.call(server)));
      awaitNobody(server);
      assertEquals(1, log.count("]: {0} its"));
      assertEquals(3, log.count("]: xxxx"));
    }
  }

  @Test
  void aLostCallerEndsTheProgramAndWhatItHasStarted() throws Exception {
    var service = shell("sleep 1000 & echo $!; echo $$; wait");
    Server server = start(service);
    var caller = board.call(server);
    var descendant = named(caller.hear());
    var program = named(caller.hear());
    caller.connection().abort();
    awaitEnd(descendant);
    awaitEnd(program);
    awaitNobody(server);
    assertEquals(1, service.terminated());
    assertEquals(1, server.counters().closed(CloseReason.LOST));
  }

  @Test
  void aCallerWhoIsFoundToBeGoneEndsTheProgram() throws Exception {
    var service = shell("trap '' PIPE; while :; do echo again; done 2>/dev/null");
    Server server = start(service);
    var caller = board.call(server);
    assertEquals("again", caller.hear());
    caller.hangUp();
    awaitNobody(server);
    assertEquals(1, service.terminated());
  }

  @Test
  void whoDoesNotEndWhenAskedIsMadeTo() throws Exception {
    var service = shell("trap '' TERM; echo $$; while :; do sleep 0.05; done").gracePeriod(SHORT);
    Server server = start(service);
    var caller = board.call(server);
    var stubborn = named(caller.hear());
    caller.connection().abort();
    awaitEnd(stubborn);
    awaitNobody(server);
  }

  @Test
  void whatAProgramLeavesBehindHoldsTheCallNoLongerThanTheGrace() throws Exception {
    Server server = start(shell("sleep 1000 & echo $!").gracePeriod(SHORT));
    var caller = board.call(server);
    var heir = named(caller.hear());
    assertEquals("", hearAll(caller));
    awaitNobody(server);
    assertTrue(heir.isAlive(), "the descendant is not terminated");
  }

  @Test
  void whatAProgramLeavesBehindDoesNotHoldACallerWhoSpeaksOnEither() throws Exception {
    Server server = start(shell("exec 3<&0; sleep 1000 <&3 >&2 & echo $!").gracePeriod(SHORT));
    var caller = board.call(server);
    named(caller.hear());
    board.meanwhileFailing(() -> caller.say("x".repeat(10_000)));
    assertEquals("", caller.hearAll());
    awaitNobody(server);
  }

  @Test
  void aProgramThatDoesNotExistIsFoundBeforeAnybodyCalls() throws Exception {
    Path plain = Files.writeString(directory.resolve("plain"), "no program");
    assertMissing("program 'no-such-program' was not found on the PATH", "no-such-program");
    assertMissing("program '/no/such' does not exist", "/no/such");
    assertMissing("program '" + plain + "' is not executable", plain.toString());
    assertMissing("the name of the program is empty", "");
  }

  private static void assertMissing(String sentence, String command) {
    var missing = assertThrows(ProgramException.class, () -> ProcessServer.builder(command));
    assertEquals(sentence, missing.getMessage());
  }

  @Test
  void aProgramThatCanNotBeStartedResetsTheCallerAndIsOneSentence() throws Exception {
    try (var log = new Logged("switchboard.server")) {
      Server server =
          start(ProcessHandler.of("cat").workingDirectory(Path.of("/no/such/directory")));
      // The reset may arrive before connect returns.
      assertThrows(ConnectionLostException.class, () -> board.call(server).hearAll());
      awaitNobody(server);
      assertEquals(1, log.count("no program could be started for"));
      assertEquals(1, server.counters().closed(CloseReason.FAILED));
    }
  }

  @Test
  void theProgramKnowsWhoCalls() throws Exception {
    Server server =
        start(
            shell(
                    "echo $SWITCHBOARD_REMOTE $SWITCHBOARD_LOCAL; echo $PROTO $TCPREMOTEIP:$TCPREMOTEPORT $TCPLOCALIP:$TCPLOCALPORT $OWN")
                .environment("OWN", "too"));
    var caller = board.call(server);
    String here = caller.connection().local().toString();
    assertEquals("tcp://" + here + " " + server.endpoint(), caller.hear());
    String there = server.endpoint().toString().replace("tcp://", "");
    assertEquals("TCP " + here + " " + there + " too", caller.hear());
  }

  @Test
  void aProgramMayFinishWithinTheGracePeriodOfItsServer() throws Exception {
    var service = shell("read line; echo bye, $line");
    Server server = start(service);
    var caller = board.call(server);
    Board.await("it is served", () -> service.started() == 1);
    var draining = board.meanwhile(() -> server.drain(Duration.ofSeconds(30)));
    Board.await("it drains", server::isDraining);
    caller.say("ann");
    assertEquals("bye, ann\n", hearAll(caller));
    draining.result();
    assertEquals(0, service.terminated());
  }

  @Test
  void aProgramThatDoesNotEndWithItsServerIsToldTo() throws Exception {
    var service = shell("read line; echo $line; exec sleep 1000");
    Server server = start(service);
    assertEquals("stay", board.call(server).ask("stay"));
    server.drain(SHORT);
    assertEquals(0, server.counters().active());
    assertEquals(1, service.terminated());
  }

  @Test
  void idleCallsEndWithTheirPrograms() throws Exception {
    var service = shell("exec >&- 2>&-; exec sleep 1000");
    var ticker = new ManualTicker();
    board.network(board.network().withTicker(ticker));
    var limits = ProcessServer.LIMITS.idleTimeout(Duration.ofMinutes(1));
    Server server = board.start(ProcessServer.builder(service).limits(limits));
    var caller = board.call(server);
    caller.connection().shutdownOutput();
    assertFalse(caller.connection().source().request(1)); // EOF in both directions
    assertEquals(0, service.terminated());
    Board.await("the call is over", () -> isOverAfterASecond(server, ticker));
    assertEquals(1, service.terminated());
    assertEquals(1, server.counters().closed(CloseReason.IDLE));
  }

  private static boolean isOverAfterASecond(Server server, ManualTicker ticker) {
    ticker.advance(Duration.ofSeconds(1));
    return server.counters().active() == 0;
  }
}
