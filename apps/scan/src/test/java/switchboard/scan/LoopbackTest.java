package switchboard.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Address;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;

/** Tests scans of this machine, on which other processes may listen too. */
@Tag("slow")
class LoopbackTest {
  private final Network network = Network.system();
  private final PortScan scan = PortScan.over(network);
  private final long seed = new Random().nextInt(1_000_000);

  /** Returns an address of this machine that other processes are unlikely to use. */
  private Address.Inet ownAddress() {
    var random = new Random(~seed);
    byte[] ip = {127, (byte) random.nextInt(256), (byte) random.nextInt(256), (byte) 254};
    return Address.inet(ip, 0);
  }

  private Set<Integer> open(Address.Inet host, Ports ports) throws IOException {
    var open = new TreeSet<Integer>();
    scan.run(
        host,
        ports,
        result -> {
          if (result.state() != PortState.CLOSED) {
            open.add(result.port());
          }
        });
    return open;
  }

  @Test
  void fiveHundredListenersAreFoundAndNobodyElse() throws IOException {
    Ports ports = Ports.range(2000, 3999);
    var others = new HashSet<>(open(ownAddress(), ports)); // they listen on every interface
    try (var lottery = new Lottery(seed, 500, ports)) {
      lottery.check(scan, others);
      assertEquals(List.of(), lottery.wrong, "seed " + seed);
      Set<String> states = Set.of("open: connected", "closed: refused");
      assertEquals(states, lottery.tally.keySet(), lottery.tally + ", seed " + seed);
    }
  }

  @Test
  void aListenerWhoHangsUpAtOnceIsOpenAllTheSame() throws Exception {
    try (var scope = new TestScope()) {
      Listener rude = scope.listen(network, Endpoint.of(ownAddress()));
      TestTask<Integer> hangingUp =
          scope.call(() -> {
            for (int i = 0; i < 300; i++) {
              rude.accept().abort();
            }
            return 300;
          });
      var address = (Address.Inet) rude.local();
      Ports port = Ports.range(address.port(), address.port());
      for (int i = 0; i < 300; i++) {
        assertEquals(Set.of(address.port()), open(address, port));
      }
      assertEquals(300, hangingUp.result());
    }
  }

  @Test
  void theTutorialsScannerSeesTheSamePorts() throws Exception {
    Address.Inet host = ownAddress();
    var random = new Random(seed);
    Ports ports = Ports.range(2000, 2999);
    Set<Integer> taken = open(host, ports); // ports of processes that listen on every interface
    var chosen = new TreeSet<Integer>();
    while (chosen.size() < 40) {
      int port = ports.at(random.nextInt(ports.count()));
      if (!taken.contains(port)) {
        chosen.add(port);
      }
    }
    var target = new ArrayList<>(List.of(host.host()));
    chosen.forEach(port -> target.add(port.toString()));
    Process listening = python("target.py", target);
    try {
      assertEquals("listening", listening.inputReader(UTF_8).readLine());
      Set<Integer> ours = open(host, ports);
      assertTrue(ours.containsAll(chosen), "seed " + seed + ": " + ours);
      Process tutorial = python("tutorial_scanner.py", List.of(host.host(), "2000", "3000"));
      String said = new String(tutorial.getInputStream().readAllBytes(), UTF_8).strip();
      assertTrue(tutorial.waitFor(10, TimeUnit.SECONDS));
      assertEquals(0, tutorial.exitValue(), said);
      var theirs = new TreeSet<>(Arrays.stream(said.split("\\s+")).map(Integer::valueOf).toList());
      assertEquals(theirs, ours, "seed " + seed);
    } finally {
      listening.destroy();
    }
  }

  private static Process python(String script, List<String> arguments) throws Exception {
    var source = LoopbackTest.class.getResource(script);
    var command = new ArrayList<>(List.of("python3", Path.of(source.toURI()).toString()));
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return Boolean.getBoolean("switchboard.ci")
          ? fail("python3 is missing", missing)
          : abort("python3 is missing: test skipped");
    }
  }
}
