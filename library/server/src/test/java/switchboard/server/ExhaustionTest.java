package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.ConnectionLostException;
import switchboard.net.Endpoint;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;

/** A server in a process of its own that runs out of descriptors or threads. */
class ExhaustionTest {
  private static final int CALLERS = 150;

  @TempDir private Path directory;
  private final Board board = new Board(Place.TCP4);

  @AfterEach
  void close() {
    board.close();
  }

  private Forked forked(String limits, List<String> options) throws IOException {
    return new Forked(limits, options, Jars.classPath(directory), EchoProgram.class);
  }

  /**
   * Opens connections and sends a line on each connection, except on connections that the server
   * has already reset.
   */
  private ArrayDeque<Caller> callers(Endpoint server) throws IOException {
    var callers = new ArrayDeque<Caller>();
    for (int i = 0; i < CALLERS; i++) {
      try {
        Caller caller = board.call(server);
        caller.say("caller " + i);
        callers.add(caller);
      } catch (ConnectionLostException reset) {
        // The test checks the number of the other connections.
      }
    }
    return callers;
  }

  @Test
  void outOfDescriptorsItWaitsSaysSoOnceAndGoesOn() throws Exception {
    try (var server = forked("ulimit -n 100", List.of("-Xmx64m"))) {
      ArrayDeque<Caller> callers = callers(Endpoint.parse(server.line()));
      Board.await("it says so", () -> server.errors("no file descriptor is left") > 0);
      for (int i = 0;
          i < CALLERS;
          // connections are closed in the order of the backlog; each close frees a descriptor
          i++) {
        Caller next = callers.remove();
        assertEquals("caller " + i, next.hear());
        next.hangUp();
      }
      assertEquals(1, server.errors("no file descriptor is left"), server.errors().toString());
    }
  }

  @Test
  void outOfThreadsItResetsTheCallerAndServesTheOthersOn() throws Exception {
    // Each thread reserves a gigabyte of address space, so that only some 80 threads fit into the
    // address space that the process may use.
    var options =
        List.of("-Xmx64m", "-Xss1g", "-XX:TieredStopAtLevel=1", "-Dstrategy=PLATFORM_THREADS");
    try (var server = forked("ulimit -v 80000000", options)) {
      var served = new ArrayList<Caller>();
      var callers = callers(Endpoint.parse(server.line()));
      int reset = CALLERS - callers.size();
      for (Caller caller : callers) {
        try {
          assertTrue(caller.hear().startsWith("caller "));
          served.add(caller);
        } catch (ConnectionLostException refused) {
          reset++;
        }
      }
      assertEquals(CALLERS, served.size() + reset);
      assertTrue(reset > 0 && !served.isEmpty(), served.size() + " served, " + reset + " reset");
      Board.await("it says so", () -> server.errors("no thread could be started for") > 0);
      for (Caller caller : served) {
        assertEquals("still here", caller.ask("still here"));
      }
    }
  }
}
