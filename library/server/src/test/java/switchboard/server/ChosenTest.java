package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import switchboard.net.Network;
import switchboard.server.Board.Place;

/** The description of a server names its strategy, its engine and missing JVM options. */
class ChosenTest {
  private static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
  private static final String FASTER = ", faster with the java options ";

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void aServerNamesItsAddressStrategyAndNetwork(Strategy strategy) throws Exception {
    try (var network = Network.open("nio");
        var server =
            Server.builder(Board::echo)
                .network(network)
                .listen("127.0.0.1:0")
                .listen("127.0.0.1:0")
                .strategy(strategy)
                .start()) {
      String at = server.addresses().get(0) + ", " + server.addresses().get(1);
      assertEquals(
          "server at " + at + ": strategy " + strategy.displayName() + ", " + network,
          server.toString());
    }
  }

  @Test
  void loopsThatTheEngineDoesNotHaveAreNotClaimed() throws Exception {
    try (var board = new Board(Place.MEMORY)) {
      Server server =
          Server.builder(Board::echo)
              .network(board.network())
              .listen(board.anywhere())
              .strategy(Strategy.EVENT_LOOPS)
              .start();
      try (server) {
        assertEquals(
            "server at "
                + server.addresses().getFirst()
                + ": strategy loop (without event loops, as virtual), engine memory, "
                + "event loops: no, zero-copy files: no",
            server.toString());
      }
    }
  }

  /** Each row has the given JVM options and the expected description. */
  @ParameterizedTest
  @CsvSource({
    "'',  engine nio,   no,  send only",
    "0,   engine epoll, no,  no",
    "02,  engine epoll, no,  yes",
    "12,  engine nio,   yes, send only",
    "012, engine epoll, yes, yes",
  })
  void whatIsMissingIsNamedAndLoggedOnce(String given, String engine, String loops, String files)
      throws Exception {
    // the program runs for less than a second
    var options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    var missing = new ArrayList<String>();
    for (int i = 0; i < OPTIONS.size(); i++) {
      boolean isGiven = given.contains(Integer.toString(i));
      (isGiven ? options : missing).add(OPTIONS.get(i));
    }
    String classPath = System.getProperty("java.class.path");
    try (var forked = new Forked(":", options, classPath, ChosenProgram.class)) {
      String server = forked.line();
      String datagrams = forked.line();
      String chosen =
          engine + ", event loops: " + loops + ", zero-copy files: " + files + faster(missing);
      assertTrue(server.endsWith(": strategy virtual, " + chosen), server);
      assertTrue(datagrams.endsWith(": " + chosen), datagrams);
      Board.await("both are logged", () -> forked.errors("started ") == 2);
      assertEquals(1, forked.errors("started " + server));
      assertEquals(1, forked.errors("started " + datagrams));
    }
  }

  private static String faster(List<String> missing) {
    List<String> written =
        missing.stream().map(option -> option.replace("--add-opens=", "--add-opens ")).toList();
    return missing.isEmpty() ? "" : FASTER + String.join(" ", written);
  }
}
