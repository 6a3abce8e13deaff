package switchboard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;

/** Tests that servers at localhost listen at 127.0.0.1 and at ::1, with the same port. */
@Tag("slow")
class EveryAddressProcessTest {
  private static final Network NETWORK = Network.system();

  @AutoClose private final Processes processes = new Processes();
  @TempDir private Path scratch = Path.of("");

  /** Returns the two endpoints that a server reports, which have the same port. */
  private static List<Endpoint> both(Process server) throws Exception {
    var first = Endpoint.parse(Processes.listening(server));
    var second = Endpoint.parse(Processes.listening(server));
    assertEquals(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral(first.host()));
    assertEquals(InetAddress.ofLiteral("::1"), InetAddress.ofLiteral(second.host()));
    assertEquals(first.port(), second.port());
    return List.of(first, second);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void listenTakesItsCallerAtEitherAddress(int which) throws Exception {
    Process server = processes.ours("listen", "localhost:0", "--no-input");
    Endpoint at = both(server).get(which);
    try (var caller = NETWORK.connect(at)) {
      caller.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
    }
    assertEquals(0, Processes.status(server));
    assertEquals("hello", new String(server.getInputStream().readAllBytes(), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void listenHearsDatagramsAtEitherAddress(int which) throws Exception {
    Process server =
        processes.ours("listen", "udp://localhost:0", "--no-input", "--idle-timeout=1");
    Endpoint at = both(server).get(which);
    try (var caller = NETWORK.connectDatagrams(at, Options.none())) {
      caller.send(ByteBuffer.wrap("hello".getBytes(UTF_8)));
      assertEquals('h', server.getInputStream().read());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo --listen", "up --listen", "receive --listen", "serve . --listen"})
  void aServerListensAtBoth(String command) throws Exception {
    Process server =
        processes.shell("cd " + scratch + "; switchboard " + command + " localhost:0 2>&1");
    for (int at = 0; at < 2; at++) {
      String line = server.inputReader().readLine();
      while (line != null && !line.startsWith("listening on ")) {
        line = server.inputReader().readLine();
      }
      assertTrue(line != null && line.contains(at == 0 ? "127.0.0.1" : "[::1]"), line);
      NETWORK.connect(line.substring("listening on ".length())).close();
    }
  }

  @Test
  void theListenersOfAnEchoAreToldInTheOrderInWhichTheyWereAskedFor() throws Exception {
    Process server =
        processes.ours("echo", "--listen", "udp://localhost:0", "127.0.0.1:0", "udp://[::1]:0");
    var schemes = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      Endpoint each = Endpoint.parse(Processes.listening(server));
      schemes.append(each.scheme()).append(each.host()).append(' ');
    }
    assertEquals("udp127.0.0.1 udp::1 tcp127.0.0.1 udp::1 ", schemes.toString());
  }

  @Test
  void anEchoOfDatagramsIsAskedAtTheAddressThatDoesNotRefuse() throws Exception {
    Process server = processes.ours("echo", "--listen", "udp://[::1]:0");
    int port = Endpoint.parse(Processes.listening(server)).port();
    Process client = processes.ours("echo", "udp://localhost:" + port, "hello");
    assertEquals(0, Processes.status(client));
    assertEquals("hello", new String(client.getInputStream().readAllBytes(), UTF_8));
  }

  @Test
  void connectTalksToTheAddressThatDoesNotRefuse() throws Exception {
    Process server = processes.ours("echo", "--listen", "udp://[::1]:0");
    int port = Endpoint.parse(Processes.listening(server)).port();
    Process client =
        processes.shell("printf hello | switchboard connect --wait 5 udp://localhost:" + port);
    byte[] reply = client.getInputStream().readNBytes(5);
    assertEquals("hello", new String(reply, UTF_8));
    assertEquals(0, Processes.status(client));
  }
}
