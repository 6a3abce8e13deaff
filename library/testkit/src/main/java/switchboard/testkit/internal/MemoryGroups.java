package switchboard.testkit.internal;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.net.Address;
import switchboard.net.Option;
import switchboard.net.spi.DatagramHandle.Joined;
import switchboard.net.spi.SystemError;

/** The groups of one datagram socket in memory, each at the interface it was joined at. */
final class MemoryGroups {
  private static final String INTERFACE = "lo";
  private static final Set<String> EVERYBODY = Set.of("255.255.255.255", "127.255.255.255");

  private final Set<Place> places = ConcurrentHashMap.newKeySet();

  private record Place(InetAddress group, String by) {}

  Joined join(InetAddress group, String by) throws SystemError {
    var place = new Place(group, by);
    if (!places.add(place)) {
      throw new SystemError(SystemError.Kind.ADDRESS, "Address already in use", "EADDRINUSE");
    }
    return new Joined() {
      @Override
      public String interfaceName() {
        return by;
      }

      @Override
      public void leave() {
        places.remove(place);
      }
    };
  }

  boolean contains(InetAddress group, String by) {
    return places.contains(new Place(group, by));
  }

  /** The interface by which a socket with {@code options} sends to groups. */
  static String interfaceFor(MemoryOptions options) {
    String chosen = options.get(Option.MULTICAST_INTERFACE);
    return chosen.isEmpty() ? INTERFACE : chosen;
  }

  /** Whether a message to {@code address} is for everybody at its port (RFC 919). */
  static boolean isBroadcast(Address.Inet address) {
    return EVERYBODY.contains(address.host());
  }
}
