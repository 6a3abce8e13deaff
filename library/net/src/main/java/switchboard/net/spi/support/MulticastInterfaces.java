package switchboard.net.spi.support;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import switchboard.net.Address;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.SystemError.Kind;

/**
 * Selects the network interface on which a socket joins a multicast group. For engines that use the
 * sockets of a kernel. Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class MulticastInterfaces {
  private MulticastInterfaces() {}

  /**
   * Finds the interface with a given name.
   *
   * @param name the name of the interface, such as {@code eth0}
   * @return the interface
   * @throws IOException as a {@link SystemError} if there is no such interface; or if the
   *     interfaces cannot be listed
   */
  public static NetworkInterface named(String name) throws IOException {
    NetworkInterface found = name.isEmpty() ? null : NetworkInterface.getByName(name);
    if (found == null) {
      throw new SystemError(Kind.ADDRESS, "there is no network interface '" + name + "'");
    }
    return found;
  }

  /**
   * Returns the first interface that is up and can receive multicast of the address family of
   * {@code group}. The JDK does not report which interface the system's routes would select. The
   * loopback interface is the last choice.
   *
   * @param group the group to join
   * @return the interface
   * @throws IOException as a {@link SystemError} if there is no such interface; or if the
   *     interfaces cannot be listed
   */
  public static NetworkInterface chosenFor(Address.Inet group) throws IOException {
    return NetworkInterface.networkInterfaces()
        .filter(each -> isUpFor(each, group))
        .min(Comparator.comparingInt(MulticastInterfaces::rank))
        .orElseThrow(
            () -> new SystemError(Kind.ADDRESS, "no network interface is up for this group"));
  }

  /**
   * Checks that a socket and a multicast group have the same address family; otherwise the socket
   * cannot join the group. On Linux, even a dual-stack socket cannot join an IPv4 group, because it
   * is an IPv6 socket and has only the IPv6 options.
   *
   * @param group the group to join
   * @param local the local address of the socket
   * @throws SystemError if the families differ
   */
  public static void requireFamily(Address.Inet group, Address local) throws SystemError {
    boolean six = local instanceof Address.Inet inet && inet.isIpv6();
    if (six != group.isIpv6()) {
      throw new SystemError(
          Kind.ADDRESS,
          six
              ? "an IPv6 socket cannot join an IPv4 group; bind it to 0.0.0.0"
              : "an IPv4 socket cannot join an IPv6 group; bind it to [::]");
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

  /**
   * Ranks interfaces by their index, with the loopback interface last. On Linux, the loopback
   * interface delivers multicast although it does not have the flag MULTICAST.
   */
  private static int rank(NetworkInterface each) {
    try {
      return each.isLoopback() ? Integer.MAX_VALUE : each.getIndex();
    } catch (SocketException gone) {
      return Integer.MAX_VALUE;
    }
  }
}
