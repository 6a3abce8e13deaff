package switchboard.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests addresses at the boundaries of each block of private addresses. */
class LocalNetworkTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.255.3.4, true",
    "::1, true",
    "0.0.0.0, true",
    "::, true",
    "10.1.2.3, true",
    "172.15.255.255, false",
    "172.16.0.0, true",
    "172.31.255.255, true",
    "172.32.0.0, false",
    "192.168.0.1, true",
    "192.169.0.1, false",
    "169.254.1.1, true",
    "100.63.255.255, false",
    "100.64.0.0, true",
    "100.127.255.255, true",
    "100.128.0.0, false",
    "fe80::1, true",
    "fc00::1, true",
    "fdff::1, true",
    "fe00::1, false",
    "fec0::1, false",
    "2001:db8::1, false",
    "8.8.8.8, false",
    "126.0.0.1, false",
    "128.0.0.1, false",
    "255.255.255.255, false",
    "224.0.0.1, false",
    "ff02::1, false"
  })
  void loopbackLinkLocalAndPrivateAddressesAreNearby(String ip, boolean nearby) {
    assertEquals(nearby, LocalNetwork.isNearby(InetAddress.ofLiteral(ip)));
  }
}
