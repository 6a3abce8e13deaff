package switchboard.server;

import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts a server and a datagram server on the system's network, and prints their descriptions. Run
 * by {@link ChosenTest} with several JVM options.
 */
final class ChosenProgram {
  private ChosenProgram() {}

  public static void main(String[] arguments) throws Exception {
    Logger logger = Logger.getLogger("switchboard.server");
    var handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.FINE); // corresponds to DEBUG of System.Logger
    try (var server = Server.listen("127.0.0.1:0", Board::echo);
        var datagrams = DatagramServer.bind("udp://127.0.0.1:0", _ -> {})) {
      System.out.println(server);
      System.out.println(datagrams);
    }
  }
}
