package switchboard.testkit.internal;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.net.Address;
import switchboard.net.Option;
import switchboard.net.spi.DatagramHandle.Joined;
import switchboard.net.spi.SystemError;

/** The multicast groups that one datagram socket in memory has joined, each on one interface. */
final class MemoryGroups {
  private static final String INTERFACE = "lo";
  private static final Set<String> BROADCAST = Set.of("255.255.255.255", "127.255.255.255");

  private final Set<Member> memberships = ConcurrentHashMap.newKeySet();

  private record Member(InetAddress group, String on) {}

  Joined join(InetAddress group, String on) throws SystemError {
    var member = new Member(group, on);
    if (!memberships.add(member)) {
      throw new SystemError(SystemError.Kind.ADDRESS, "Address already in use", "EADDRINUSE");
    }
    return new Joined() {
      @Override
      public String interfaceName() {
        return on;
      }

      @Override
      public void leave() {
        memberships.remove(member);
      }
    };
  }

  boolean contains(InetAddress group, String on) {
    return memberships.contains(new Member(group, on));
  }

  /** Returns the interface on which a socket with {@code options} sends multicast datagrams. */
  static String interfaceFor(MemoryOptions options) {
    String chosen = options.get(Option.MULTICAST_INTERFACE);
    return chosen.isEmpty() ? INTERFACE : chosen;
  }

  /** Returns whether {@code address} is a broadcast address (RFC 919). */
  static boolean isBroadcast(Address.Inet address) {
    return BROADCAST.contains(address.host());
  }
}
