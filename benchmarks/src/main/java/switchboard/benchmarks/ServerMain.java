package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * The main class of a server process. Prints the port. For each line of input it runs the garbage
 * collector and prints how many bytes of the heap are in use. Exits at EOF of its input.
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
    var requests = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    while (requests.readLine() != null) {
      System.gc();
      var runtime = Runtime.getRuntime();
      System.out.println(runtime.totalMemory() - runtime.freeMemory());
    }
    System.exit(0);
  }
}
