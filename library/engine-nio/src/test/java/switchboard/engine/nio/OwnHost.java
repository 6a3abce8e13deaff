package switchboard.engine.nio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs tests in a separate network namespace (network_namespaces(7)), created by unshare(1), so
 * that they cannot affect other programs. The namespace has a loopback interface, a virtual
 * Ethernet link with the ends {@link #ETHERNET} and sb1, and one route of each type that makes
 * hosts unreachable (ip-route(8)).
 */
final class OwnHost {
  static final String ETHERNET = "sb0";
  static final String IP = "10.77.0.1";
  static final String BROADCAST = "10.77.0.255";

  static final String BLACKHOLE = "10.78.1.1";
  static final String UNREACHABLE = "10.78.2.1";
  static final String PROHIBITED = "10.78.3.1";
  static final String WITHOUT_ROUTE = "10.79.0.1";

  private static final int SECONDS_MAX = 60;
  private static final String BUILD =
      """
      set -e
      ip link set lo up
      ip link add sb0 type veth peer name sb1
      ip link set sb0 up
      ip link set sb1 up
      ip address add 10.77.0.1/24 broadcast 10.77.0.255 dev sb0
      ip address add fd00:77::1/64 dev sb0 nodad
      ip route add blackhole 10.78.1.0/24
      ip route add unreachable 10.78.2.0/24
      ip route add prohibit 10.78.3.0/24
      exec "$@"
      """;

  private OwnHost() {}

  /**
   * Runs {@code tests} in the namespace. Fails if a test fails, and returns the number of tests.
   */
  static int run(Class<?>... tests) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of("unshare", "--map-root-user", "--net", "sh", "-c", BUILD, "sh"));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), OwnHost.class.getName()));
    for (Class<?> each : tests) {
      command.add(each.getName());
    }
    Process host;
    try {
      host = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return skip(missing.getMessage());
    }
    try {
      String said = new String(host.getInputStream().readAllBytes(), UTF_8);
      Assertions.assertTrue(host.waitFor(SECONDS_MAX, TimeUnit.SECONDS), said);
      if (!said.contains("cases ")) {
        return skip(said);
      }
      Assertions.assertEquals(0, host.exitValue(), said);
      return Integer.parseInt(said.replaceAll("(?s).*cases (\\d+).*", "$1"));
    } finally {
      host.destroyForcibly();
    }
  }

  private static int skip(String why) {
    Assertions.assertFalse(Boolean.getBoolean("switchboard.ci"), why);
    return Assumptions.abort("cannot create a network namespace: " + why);
  }

  /** The main program in the namespace. */
  public static void main(String... names) {
    var summary = new SummaryGeneratingListener();
    var request = LauncherDiscoveryRequestBuilder.request();
    for (String name : names) {
      request.selectors(DiscoverySelectors.selectClass(name));
    }
    LauncherFactory.create().execute(request.build(), summary);
    summary.getSummary().printFailuresTo(new PrintWriter(System.out, true, UTF_8), 20);
    System.out.println("cases " + summary.getSummary().getTestsSucceededCount());
    System.exit(summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
  }
}
