package switchboard.engine.nio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import switchboard.net.Network;

/** Tests, in a child JVM, that the network of the process can be closed and opened again. */
class ClosedSystemTest {

  @Test
  void closingTheSystemsNetworkLeavesTheWayToAnotherOne() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ClosedSystemTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, child.waitFor(), output);
    assertEquals("another network listens", output.strip());
  }

  /**
   * The main program of the child JVM: closes the network of the process, opens it again, and
   * listens with the new network.
   */
  public static void main(String[] arguments) throws IOException {
    Network first = Network.system();
    first.listen("tcp://127.0.0.1:0").close();
    Network.closeSystem();
    Network second = Network.system();
    second.listen("tcp://127.0.0.1:0").close();
    System.out.println(first == second ? "the same network" : "another network listens");
    Network.closeSystem();
  }
}
