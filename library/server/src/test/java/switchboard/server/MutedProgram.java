package switchboard.server;

import java.io.IOException;
import java.time.Duration;
import switchboard.net.Connection;

/**
 * A server for {@link Forked} whose standard error is a full pipe without a reader, so that the
 * JDK's log blocks. The server exits at EOF of its standard input, and prints to standard output
 * how long its close took.
 */
final class MutedProgram {
  private MutedProgram() {}

  public static void main(String[] arguments) throws Exception {
    fillStandardError();
    Strategy strategy = Strategy.valueOf(System.getProperty("strategy"));
    Server server =
        Server.builder(MutedProgram::serve)
            .listen("127.0.0.1:0")
            .strategy(strategy)
            .limits(Limits.standard().idleTimeout(Duration.ofMillis(500)))
            .start();
    System.out.println(server.endpoint());
    while (System.in.read() >= 0) {
      System.out.println(server.counters());
    }
    long before = System.nanoTime();
    server.close();
    System.out.println("closed in ms: " + (System.nanoTime() - before) / 1_000_000);
    System.out.flush();
    Runtime.getRuntime().halt(0); // the JDK's own log waits for its pipe when a JVM exits
  }

  /** Starts a thread that fills the pipe and then stays blocked. */
  private static void fillStandardError() throws InterruptedException {
    var filler =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!System.err.checkError()) {
                System.err.print("x".repeat(4096));
              }
            });
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (filler.isAlive() && !isWriting(filler) && System.nanoTime() - end < 0) {
      filler.join(10);
    }
  }

  /** Returns whether the thread has been blocked in the same write for some time. */
  private static boolean isWriting(Thread filler) throws InterruptedException {
    for (int look = 0; look < 20; look++) {
      filler.join(10);
      boolean inside = false;
      for (StackTraceElement each : filler.getStackTrace()) {
        inside |= each.getMethodName().equals("writeBytes");
      }
      if (!inside) {
        return false;
      }
    }
    return true;
  }

  private static void serve(Connection connection) throws IOException {
    var source = connection.source();
    for (String line = source.readLine(100); line != null; line = source.readLine(100)) {
      if (line.equals("fail")) {
        throw new IllegalStateException("a mistake, with a stack trace");
      }
      connection.sink().writeLine(line).flush();
    }
  }
}
