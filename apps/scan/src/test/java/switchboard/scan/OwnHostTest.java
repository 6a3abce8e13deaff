package switchboard.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests scans over the kernel's network stack while the scanning process lacks a resource. */
@Tag("slow")
class OwnHostTest {
  /**
   * A shell command that leaves only eight ephemeral ports. Each of these ports can be used once
   * for each destination.
   */
  private static final String FEW_PORTS =
      "echo 40000 40007 > /proc/sys/net/ipv4/ip_local_port_range";

  @TempDir private Path directory = Path.of("");

  @Test
  void theKernelsRefusalsAreToldApart() throws Exception {
    var states = new LinkedHashMap<String, String>();
    states.put("127.0.0.1:1", "closed: refused");
    states.put("10.9.0.2:1", "filtered: no answer");
    states.put("10.1.0.1:1", "filtered: No route to host");
    states.put("10.2.0.1:1", "filtered: Permission denied");
    states.put("10.3.0.1:1", "filtered: Invalid argument"); // a route of type blackhole
    states.put("192.0.2.1:1", "filtered: Network is unreachable");
    states.put("[2001:db8::1]:1", "filtered: Network is unreachable");
    states.put("[fe80::1%no]:1", "unknown: there is no network interface 'no'");
    var arguments = new ArrayList<>(List.of("hosts", "1-40"));
    arguments.addAll(states.keySet());
    String said = OwnHost.run(directory, "", arguments.toArray(String[]::new));
    states.forEach((host, state) ->
        assertTrue(said.contains(host + " {" + state + "=40}\n"), state + ": " + said));
  }

  /** Runs a check with random listeners; failure messages contain its seed. */
  private String draw(String limits, String kind, String listeners, String ports, String... more)
      throws Exception {
    String seed = Integer.toString(new Random().nextInt(1_000_000));
    var arguments = new String[] {kind, seed, listeners, ports, "1", "40000"};
    System.arraycopy(more, 0, arguments, 4, more.length);
    String said = OwnHost.run(directory, limits, arguments);
    assertTrue(said.contains("\n0 wrong\n"), "seed " + seed + ": " + said);
    assertFalse(said.contains("Exception"), "seed " + seed + ": " + said);
    return said;
  }

  private static int count(String kind, String said) {
    var found = Pattern.compile(Pattern.quote(kind) + "[^=]*=(\\d+)").matcher(said);
    int count = 0;
    while (found.find()) {
      count += Integer.parseInt(found.group(1));
    }
    return count;
  }

  @Test
  void withFewDescriptorsLeftNoStateIsWrong() throws Exception {
    String said = draw("ulimit -n 560", "beside", "500", "2000-3999");
    int left = 560 - count("descriptors", said);
    assertTrue(
        left > 5 && left < 50,
        left + " descriptors are left; 500 concurrent probes must need more");
    assertTrue(count("open", said) > 400, said);
    assertTrue(count("closed", said) > 20_000, said);
  }

  @Test
  void withFewLocalPortsNoStateIsWrongAndNobodyIsFoundAtHome() throws Exception {
    String said = draw(FEW_PORTS, "lottery", "30", "39990-40050", "20");
    assertEquals(30 * 20, count("open", said), said);
    assertTrue(count("closed: connected to itself", said) > 0, said);
    assertEquals(0, count("unknown", said), said);
  }

  @Test
  void withLocalPortsThatComeAndGoNoStateIsWrong() throws Exception {
    String said = draw(FEW_PORTS, "flapping", "100", "2000-2399");
    assertEquals(12 * 400, count("open", said) + count("closed", said) + count("unknown", said));
    assertTrue(count("unknown", said) < 12 * 400 / 10, said);
  }

  @Test
  void withoutAnyLocalPortItSaysSoOfEveryPortAndDoesNotTakeForEver() throws Exception {
    assertEquals(
        "started\n{unknown: Cannot assign requested address=2000}\n",
        OwnHost.run(directory, FEW_PORTS, "without", "2000-3999", "40000"));
  }
}
