package switchboard.server;

import java.io.IOException;

/** A server for {@link Forked}, which prints its endpoint and exits at EOF of standard input. */
final class EchoProgram {
  private EchoProgram() {}

  public static void main(String[] arguments) throws IOException {
    Strategy strategy = Strategy.valueOf(System.getProperty("strategy", "VIRTUAL_THREADS"));
    try (Server server =
        Server.builder(Board::echoLines).listen("127.0.0.1:0").strategy(strategy).start()) {
      System.out.println(server.endpoint());
      while (System.in.read() >= 0) {
        System.out.println(server.counters());
      }
      System.exit(0); // exits without waiting for calls
    }
  }
}
