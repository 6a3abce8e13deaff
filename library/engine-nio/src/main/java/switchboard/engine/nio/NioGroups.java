package switchboard.engine.nio;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.net.Address;
import switchboard.net.spi.DatagramHandle.Joined;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.SystemError.Kind;

/** The groups of one UDP channel. Any thread. */
final class NioGroups {
  private final DatagramChannel channel;
  private final Address local;

  /** What is joined: the JDK would give the same key a second time, and leave both with one. */
  private final Set<Place> places = ConcurrentHashMap.newKeySet();

  private record Place(InetAddress group, NetworkInterface by) {}

  NioGroups(DatagramChannel channel, Address local) {
    this.channel = channel;
    this.local = local;
  }

  Joined join(Address.Inet group, String interfaceName) throws IOException {
    requireFamily(group);
    var by = interfaceName.isEmpty() ? chosenFor(group) : interfaceNamed(interfaceName);
    var place = new Place(group.ip(), by);
    if (!places.add(place)) {
      throw new SystemError(Kind.ADDRESS, "Address already in use");
    }
    boolean joined = false;
    try {
      var membership = new Joining(place, channel.join(group.ip(), by));
      joined = true;
      return membership;
    } catch (IOException e) {
      throw NioErrors.translate(e);
    } finally {
      if (!joined) {
        places.remove(place);
      }
    }
  }

  private final class Joining implements Joined {
    private final Place place;
    private final MembershipKey key;

    Joining(Place place, MembershipKey key) {
      this.place = place;
      this.key = key;
    }

    @Override
    public String interfaceName() {
      return place.by.getName();
    }

    @Override
    public void leave() {
      key.drop();
      places.remove(place);
    }
  }

  /** On Linux even a socket of both families hears no groups of IPv4: it takes IPv6's options. */
  private void requireFamily(Address.Inet group) throws SystemError {
    boolean six = local instanceof Address.Inet inet && inet.isIpv6();
    if (six != group.isIpv6()) {
      throw new SystemError(
          Kind.ADDRESS,
          six
              ? "a socket of IPv6 can't join a group of IPv4; bind it to 0.0.0.0"
              : "a socket of IPv4 can't join a group of IPv6; bind it to [::]");
    }
  }

  static NetworkInterface interfaceNamed(String name) throws IOException {
    NetworkInterface found = name.isEmpty() ? null : NetworkInterface.getByName(name);
    if (found == null) {
      throw new SystemError(Kind.ADDRESS, "there is no network interface '" + name + "'");
    }
    return found;
  }

  /**
   * The JDK wants an interface and doesn't tell which one the system's routes would choose: the one
   * by which this socket sends to groups, if that was said; else the first that is up for it.
   */
  private NetworkInterface chosenFor(Address.Inet group) throws IOException {
    NetworkInterface sending = channel.getOption(StandardSocketOptions.IP_MULTICAST_IF);
    if (sending != null) {
      return sending;
    }
    return NetworkInterface.networkInterfaces()
        .filter(each -> isUpFor(each, group))
        .min(Comparator.comparingInt(NioGroups::rank))
        .orElseThrow(
            () -> new SystemError(Kind.ADDRESS, "no network interface is up for this group"));
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
