package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import switchboard.net.ConnectionLostException;
import switchboard.net.Endpoint;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;

/** Programs whose main method is {@link Server#run}: their output and their exit. */
@Tag("slow")
class ServerRunTest {
  private static final String LISTENING = "listening on ";
  private static final Duration ENOUGH = Duration.ofSeconds(60);

  private final Board board = new Board(Place.TCP4);

  @AfterEach
  void close() {
    board.close();
  }

  private static Forked forked(String... options) throws IOException {
    String classPath = System.getProperty("java.class.path");
    return new Forked("true", List.of(options), classPath, RunProgram.class);
  }

  private Caller call(Forked program) throws IOException {
    Board.await("it listens", () -> program.errors(LISTENING) == 1);
    String line =
        program.errors().stream().filter(each -> each.startsWith(LISTENING)).findFirst().get();
    return board.call(Endpoint.parse(line.substring(LISTENING.length())));
  }

  @Test
  void aProgramSaysWhereItListensAndSigtermEndsItWith143() throws Exception {
    try (var program = forked()) {
      Caller caller = call(program);
      assertEquals("hello", caller.ask("hello"));
      program.terminate();
      assertEquals("", caller.hearAll());
      caller.hangUp();
      assertEquals(143, program.status(ENOUGH));
    }
  }

  @Test
  void aHandlerThatIgnoresEverythingDoesNotKeepTheProcess() throws Exception {
    try (var program = forked()) {
      Caller caller = call(program);
      assertEquals("hang", caller.ask("hang"));
      long start = System.nanoTime();
      program.terminate();
      assertThrows(ConnectionLostException.class, caller::hearAll);
      assertTrue(
          System.nanoTime() - start >= Server.GRACE_PERIOD.toNanos(), "the grace period is kept");
      assertEquals(143, program.status(ENOUGH));
    }
  }

  @Test
  void aStartedServerThatNobodyAwaitsKeepsTheProcessUntilItIsClosed() throws Exception {
    try (var program = forked("-Dstarted=true")) {
      Caller caller = call(program);
      assertEquals("hello", caller.ask("hello"));
      assertTrue(program.isAlive());
      assertEquals("close", caller.ask("close"));
      assertEquals("", caller.hearAll());
      caller.hangUp();
      assertEquals(0, program.status(ENOUGH));
    }
  }
}
