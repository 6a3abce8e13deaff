package switchboard.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.net.internal.IpLiterals;

/** Tests text forms, equality and limits of {@link Address}. */
class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "2001:0db8:0000:0000:0000:0000:0002:0001, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", // a single zero group is not shortened
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1", // the longest run of zeros is shortened
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", // the first of equally long runs is shortened
    "2001:DB8::ABCD, 2001:db8::abcd",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "fe80:0:0:0:0:0:0:1, fe80::1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "127.0.0.1, 127.0.0.1",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::ffff:c000:207, 192.0.2.7",
  })
  void anAddressIsShownAsRfc5952Says(String typed, String shown) {
    var address = Address.inet(InetAddress.ofLiteral(typed), 80);
    assertEquals(shown, address.host());
    String place = shown.contains(":") ? "[" + shown + "]" : shown;
    assertEquals(place + ":80", address.toString());
    assertEquals("tcp://" + place + ":80", address.uri());
    assertEquals(shown.contains(":"), address.isIpv6());
  }

  @Test
  void ipv4InsideIpv6IsIpv4() {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    mapped[12] = 127;
    mapped[15] = 1;
    assertEquals(Address.loopback(80), Address.inet(mapped, 80));
    assertEquals(Address.loopback(80).hashCode(), Address.inet(mapped, 80).hashCode());
  }

  @Test
  void hostNamesDoNotCount() throws UnknownHostException {
    byte[] ip = {10, 0, 0, 1};
    var named = new Address.Inet(InetAddress.getByAddress("somewhere", ip), 80, "");
    assertEquals(Address.inet(ip, 80), named);
    assertEquals("10.0.0.1:80", named.toString());
  }

  @Test
  void theZoneIsAPartOfAnAddress() {
    var linkLocal = InetAddress.ofLiteral("fe80::1");
    var zoned = new Address.Inet(linkLocal, 80, "eth0");
    assertEquals("[fe80::1%eth0]:80", zoned.toString());
    assertNotEquals(new Address.Inet(linkLocal, 80, ""), zoned);
    assertEquals("eth0", zoned.withPort(1).zone());
  }

  @Test
  void impossibleAddressesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Address.loopback(-1));
    assertThrows(IllegalArgumentException.class, () -> Address.loopback(65_536));
    assertThrows(IllegalArgumentException.class, () -> Address.inet(new byte[5], 80));
    var tooLong = "/" + "ä".repeat(54);
    assertThrows(IllegalArgumentException.class, () -> new Address.Unix(tooLong));
    assertEquals(107, new Address.Unix("/" + "ä".repeat(53)).path().getBytes(UTF_8).length);
  }

  @Test
  void unixAddressesShowTheirPath() {
    assertEquals("unix:///run/x", new Address.Unix("/run/x").toString());
    assertEquals("unix:@x", new Address.Unix("@x").toString());
    assertEquals("unix:(no name)", new Address.Unix("").toString());
    assertTrue(new Address.Unix("@x").isAbstract());
    assertFalse(new Address.Unix("/x").isAbstract());
  }

  @Test
  void numbersAreAddressesAndNamesAreNot() {
    assertEquals(InetAddress.ofLiteral("127.0.0.1"), IpLiterals.parse("127.0.0.1"));
    assertEquals(InetAddress.ofLiteral("::1"), IpLiterals.parse("::1"));
    for (String name : new String[] {"1", "127.1", "256.0.0.1", "localhost", "", "1.2.3.4.5"}) {
      assertEquals(null, IpLiterals.parse(name), name);
    }
  }
}
