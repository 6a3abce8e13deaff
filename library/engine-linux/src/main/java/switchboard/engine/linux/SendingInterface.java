package switchboard.engine.linux;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.MulticastInterfaces;

/**
 * The network interface through which a UDP socket sends multicast datagrams. For IPv6, the
 * interface is set and read as an index (ipv6(7)). For IPv4, the interface can be set as an index
 * and as an address, but read only as an address (ip(7)). Therefore this class sets both for IPv4.
 */
record SendingInterface(LinuxSocket socket, int family) {
  private static final int IP_MULTICAST_IF = 32;
  private static final int IPV6_MULTICAST_IF = 17;

  private boolean isSix() {
    return family == Platform.AF_INET6;
  }

  /** Returns the name of the interface; an empty string if the system chooses the interface. */
  String name() throws IOException {
    NetworkInterface chosen = isSix() ? chosen6() : chosen4();
    return chosen == null ? "" : chosen.getName();
  }

  private @Nullable NetworkInterface chosen6() throws IOException {
    int index =
        LinuxOptions.get(socket, LinuxOptions.IPPROTO_IPV6, IPV6_MULTICAST_IF, new int[1])[0];
    return index > 0 ? NetworkInterface.getByIndex(index) : null;
  }

  private @Nullable NetworkInterface chosen4() throws IOException {
    int ip = LinuxOptions.get(socket, LinuxOptions.IPPROTO_IP, IP_MULTICAST_IF, new int[1])[0];
    byte[] address =
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(ip).array();
    return ip == 0 ? null : NetworkInterface.getByInetAddress(InetAddress.getByAddress(address));
  }

  /** Sets the interface with the given name; an empty name lets the system choose. */
  void choose(String name) throws IOException {
    NetworkInterface chosen = name.isEmpty() ? null : MulticastInterfaces.named(name);
    int index = chosen == null ? 0 : chosen.getIndex();
    if (isSix()) {
      LinuxOptions.set(socket, LinuxOptions.IPPROTO_IPV6, IPV6_MULTICAST_IF, new int[] {index});
    } else {
      // struct ip_mreqn: the group, which is ignored here, then the address and the index
      int[] request = {0, chosen == null ? 0 : address(chosen), index};
      LinuxOptions.set(socket, LinuxOptions.IPPROTO_IP, IP_MULTICAST_IF, request);
    }
  }

  private static int address(NetworkInterface chosen) throws SystemError {
    InetAddress ip =
        chosen
            .inetAddresses()
            .filter(Inet4Address.class::isInstance)
            .findFirst()
            .orElseThrow(() ->
                new SystemError(
                    SystemError.Kind.ADDRESS,
                    "the network interface '" + chosen.getName() + "' has no IPv4 address"));
    return ByteBuffer.wrap(ip.getAddress()).order(ByteOrder.nativeOrder()).getInt();
  }
}
