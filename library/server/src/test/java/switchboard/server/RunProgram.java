package switchboard.server;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.Connection;

/** Programs for {@link Forked} whose main method runs a server. */
final class RunProgram {
  private RunProgram() {}

  /**
   * Runs a server until the process exits. If the system property {@code started} is true, starts a
   * server and returns.
   */
  public static void main(String[] arguments) throws IOException {
    if (Boolean.getBoolean("started")) {
      var server = new Server[1];
      server[0] = Server.listen("127.0.0.1:0", connection -> serve(connection, server[0]));
      System.err.println("listening on " + server[0].endpoint());
    } else {
      Server.run("127.0.0.1:0", connection -> serve(connection, null));
    }
  }

  private static void serve(Connection connection, @org.jspecify.annotations.Nullable Server server)
      throws IOException {
    for (String line = Board.nextLine(connection);
        line != null;
        line = Board.nextLine(connection)) {
      connection.sink().writeLine(line).flush();
      if (line.equals("close") && server != null) {
        server.close();
        return;
      }
      while (line.equals("hang")) {
        LockSupport.parkNanos(1_000_000);
        Thread.interrupted(); // ignores interrupts
      }
    }
  }
}
