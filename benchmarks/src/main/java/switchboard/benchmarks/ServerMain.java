package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * The process of a server: prints its port, answers each line of its input by collecting garbage
 * and printing how many bytes of heap are in use, and ends with its input.
 */
final class ServerMain {
  private ServerMain() {}

  /**
   * Runs the server.
   *
   * @param arguments the name of a {@link ServerKind}
   */
  public static void main(String[] arguments) throws IOException {
    System.out.println(ServerKind.valueOf(arguments[0]).listen());
    var asked = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    while (asked.readLine() != null) {
      System.gc();
      var runtime = Runtime.getRuntime();
      System.out.println(runtime.totalMemory() - runtime.freeMemory());
    }
    System.exit(0);
  }
}
