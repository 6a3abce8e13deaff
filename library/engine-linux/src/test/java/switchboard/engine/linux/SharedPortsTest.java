package switchboard.engine.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests connections with a chosen local address and port 0 on a machine that has a single free
 * port, in a separate network namespace.
 */
@Tag("slow")
class SharedPortsTest {
  private static final String BUILD =
      """
      set -e
      ip link set lo up
      echo '40000 40000' > /proc/sys/net/ipv4/ip_local_port_range
      echo built
      exec "$@"
      """;

  @Test
  void connectionsToDifferentPeersShareALocalPort() throws Exception {
    assertEquals(
        """
        built
        127.0.0.2:40000 127.0.0.2:40000
        [::1]:40000 [::1]:40000
        """,
        NetworkNamespace.run(BUILD, List.of(), SharedPorts.class, List.of()));
  }
}
