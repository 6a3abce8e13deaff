package switchboard.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Address;
import switchboard.server.Limits;

/** The addresses under which calls are counted. */
class ActiveCallsTest {
  private final ActiveCalls calls = new ActiveCalls(Limits.standard().perAddress(2));

  private static Address.Inet address(String ip, int port) throws Exception {
    return Address.inet(InetAddress.getByName(ip), port);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2::2, true",
    "2001:db8:1:2::, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    "2001:db8:1:2:8000::, 2001:db8:1:2:7fff::, true",
    "2001:db8::1, 2001:db8:0:1::1, false",
    "::1, ::2, true",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "::ffff:192.0.2.1, 192.0.2.1, true",
    "::ffff:192.0.2.1, ::ffff:192.0.2.2, false",
  })
  void anIpv6HostHasOneShareForItsWholePrefix(String one, String other, boolean same)
      throws Exception {
    var first = calls.host(address(one, 1000));
    var second = calls.host(address(other, 2000));
    if (same) {
      assertEquals(first, second);
    } else {
      assertNotEquals(first, second);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eth0", "eth1"})
  void theSamePrefixInAnotherZoneIsAnotherHost(String zone) throws Exception {
    InetAddress ip = InetAddress.getByName("fe80::1");
    var here = calls.host(new Address.Inet(ip, 1, zone));
    assertEquals(here, calls.host(new Address.Inet(InetAddress.getByName("fe80::2"), 2, zone)));
    assertNotEquals(here, calls.host(new Address.Inet(ip, 1, "other")));
  }

  @Test
  void nobodyIsCountedWhereNothingIsLimited() throws Exception {
    assertNull(calls.host(new Address.Unix("/tmp/socket")));
    assertNull(new ActiveCalls(Limits.standard()).host(address("192.0.2.1", 1)));
  }
}
