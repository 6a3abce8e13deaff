package switchboard.engine.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests the errors for hosts without a usable route (ip-route(8)), in a separate network namespace.
 */
class RoutesTest {
  private static final String BUILD =
      """
      set -e
      ip link set lo up
      ip link add sb0 type veth peer name sb1
      ip link set sb0 up
      ip address add 10.77.0.1/24 dev sb0
      ip route add blackhole 10.78.1.0/24
      ip route add unreachable 10.78.2.0/24
      ip route add prohibit 10.78.3.0/24
      echo built
      exec "$@" 10.78.1.1 10.78.2.1 10.78.3.1 10.79.0.1
      """;

  private static final String RIGHT =
      """
      built
      UnreachableException EINVAL connect 10.78.1.1:1: Invalid argument; no usable route to this address
      UnreachableException EINVAL
      UnreachableException EHOSTUNREACH connect 10.78.2.1:1: No route to host
      UnreachableException EHOSTUNREACH
      AddressUnavailableException EACCES connect 10.78.3.1:1: Permission denied
      AddressUnavailableException EACCES
      UnreachableException ENETUNREACH connect 10.79.0.1:1: Network is unreachable
      UnreachableException ENETUNREACH
      """;

  @Test
  void aHostToWhichNoRouteLeadsIsUnreachableByItsTypeOfRoute() throws Exception {
    assertEquals(RIGHT, NetworkNamespace.run(BUILD, List.of(), RouteErrors.class, List.of()));
  }
}
