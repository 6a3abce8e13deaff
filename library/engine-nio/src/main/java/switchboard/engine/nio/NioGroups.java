package switchboard.engine.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.net.Address;
import switchboard.net.spi.DatagramHandle.Joined;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.SystemError.Kind;
import switchboard.net.spi.support.MulticastInterfaces;

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
    MulticastInterfaces.requireFamily(group, local);
    var by = interfaceName.isEmpty() ? chosenFor(group) : MulticastInterfaces.named(interfaceName);
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
      throw isUsable(by)
          ? NioErrors.translate(e)
          : new SystemError(Kind.ADDRESS, by.getName() + " takes no groups: " + e.getMessage());
    } finally {
      if (!joined) {
        places.remove(place);
      }
    }
  }

  private static boolean isUsable(NetworkInterface by) {
    try {
      return by.supportsMulticast();
    } catch (SocketException gone) {
      return false;
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

  /**
   * The JDK wants an interface and doesn't tell which one the system's routes would choose: the one
   * by which this socket sends to groups, if that was said; else the first that is up for it.
   */
  private NetworkInterface chosenFor(Address.Inet group) throws IOException {
    NetworkInterface sending = channel.getOption(StandardSocketOptions.IP_MULTICAST_IF);
    if (sending != null) {
      return sending;
    }
    return MulticastInterfaces.chosenFor(group);
  }
}
