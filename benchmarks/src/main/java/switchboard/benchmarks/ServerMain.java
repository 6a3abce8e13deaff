package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * The main class of a server process. It prints the server's port. For each line that it reads from
 * standard input, it runs the garbage collector and prints how many bytes of the heap are in use.
 * It exits at EOF of standard input.
 */
final class ServerMain {
  private ServerMain() {}

  /**
   * Runs the server until EOF of standard input.
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
