package switchboard.net.spi.support;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import switchboard.net.Address;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.SystemError.Kind;

/** By which interface a socket hears a group: what engines on the kernel share. Any thread. */
public final class MulticastInterfaces {
  private MulticastInterfaces() {}

  /** The interface of that name, such as {@code eth0}. */
  public static NetworkInterface named(String name) throws IOException {
    NetworkInterface found = name.isEmpty() ? null : NetworkInterface.getByName(name);
    if (found == null) {
      throw new SystemError(Kind.ADDRESS, "there is no network interface '" + name + "'");
    }
    return found;
  }

  /** The first that is up for groups of this family: nobody tells which one the routes choose. */
  public static NetworkInterface chosenFor(Address.Inet group) throws IOException {
    return NetworkInterface.networkInterfaces()
        .filter(each -> isUpFor(each, group))
        .min(Comparator.comparingInt(MulticastInterfaces::rank))
        .orElseThrow(
            () -> new SystemError(Kind.ADDRESS, "no network interface is up for this group"));
  }

  /** On Linux even a socket of both families hears no groups of IPv4: it takes IPv6's options. */
  public static void requireFamily(Address.Inet group, Address local) throws SystemError {
    boolean six = local instanceof Address.Inet inet && inet.isIpv6();
    if (six != group.isIpv6()) {
      throw new SystemError(
          Kind.ADDRESS,
          six
              ? "a socket of IPv6 can't join a group of IPv4; bind it to 0.0.0.0"
              : "a socket of IPv4 can't join a group of IPv6; bind it to [::]");
    }
  }

  private static boolean isUpFor(NetworkInterface each, Address.Inet group) {
    boolean family =
        each.inetAddresses().anyMatch(own -> own instanceof Inet6Address == group.isIpv6());
    try {
      return family && each.isUp() && (each.supportsMulticast() || each.isLoopback());
    } catch (SocketException gone) {
      return false;
    }
  }

  /** Linux gives lo no flag for multicast, and yet passes it on: the last choice. */
  private static int rank(NetworkInterface each) {
    try {
      return each.isLoopback() ? Integer.MAX_VALUE : each.getIndex();
    } catch (SocketException gone) {
      return Integer.MAX_VALUE;
    }
  }
}
