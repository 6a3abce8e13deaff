package switchboard.engine.linux;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import switchboard.net.Address;
import switchboard.net.Option;
import switchboard.net.spi.DatagramHandle.Joined;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.MulticastInterfaces;

/** The groups of one UDP socket, by the calls that are the same for both families (RFC 3678). */
final class Groups {
  private static final int MCAST_JOIN_GROUP = 42;
  private static final int MCAST_LEAVE_GROUP = 45;

  /** {@code struct group_req}: an interface, and an address aligned to eight bytes. */
  private static final int REQUEST_BYTES = 8 + SocketAddresses.BYTES_MAX;

  private final LinuxSocket socket;
  private final Address local;

  Groups(LinuxSocket socket, Address local) {
    this.socket = socket;
    this.local = local;
  }

  Joined join(Address.Inet group, String interfaceName) throws IOException {
    MulticastInterfaces.requireFamily(group, local);
    NetworkInterface by =
        interfaceName.isEmpty() ? chosenFor(group) : MulticastInterfaces.named(interfaceName);
    byte[] request = request(group, by.getIndex());
    set(MCAST_JOIN_GROUP, request);
    return new Joining(by.getName(), request);
  }

  private final class Joining implements Joined {
    private final String interfaceName;
    private final byte[] request;

    Joining(String interfaceName, byte[] request) {
      this.interfaceName = interfaceName;
      this.request = request;
    }

    @Override
    public String interfaceName() {
      return interfaceName;
    }

    @Override
    public void leave() throws IOException {
      set(MCAST_LEAVE_GROUP, request);
    }
  }

  /** The one by which this socket sends to groups, if that was said. */
  private NetworkInterface chosenFor(Address.Inet group) throws IOException {
    var options = new LinuxOptions(socket, LinuxOptions.Kind.datagrams(local));
    String sending = options.get(Option.MULTICAST_INTERFACE);
    return sending.isEmpty()
        ? MulticastInterfaces.chosenFor(group)
        : MulticastInterfaces.named(sending);
  }

  private static byte[] request(Address.Inet group, int index) throws SystemError {
    return ByteBuffer.allocate(REQUEST_BYTES)
        .order(ByteOrder.nativeOrder())
        .putInt(index)
        .putInt(0)
        .put(SocketAddresses.encode(group, SocketAddresses.family(group)))
        .array();
  }

  private void set(int what, byte[] request) throws SystemError {
    boolean six = SocketAddresses.family(local) == Platform.AF_INET6;
    int level = six ? LinuxOptions.IPPROTO_IPV6 : LinuxOptions.IPPROTO_IP;
    int number = socket.enter();
    try {
      Errno.require(socket.kernel().setsockopt(number, level, what, request));
    } finally {
      socket.leave();
    }
  }
}
