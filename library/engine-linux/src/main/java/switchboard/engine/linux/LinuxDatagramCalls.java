package switchboard.engine.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Datagrams;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.DatagramCalls;

/**
 * The system calls on one UDP socket: recvfrom(2), sendto(2) and those of {@link
 * AddressedMessages}. Multicast groups are joined with socket options that are the same for IPv4
 * and IPv6 (RFC 3678 §5).
 */
final class LinuxDatagramCalls implements DatagramCalls {
  private static final int MCAST_JOIN_GROUP = 42;
  private static final int MCAST_LEAVE_GROUP = 45;

  /**
   * The size of {@code struct group_req}: an interface, and an address that is aligned to eight
   * bytes.
   */
  private static final int GROUP_BYTES = 8 + SocketAddresses.BYTES_MAX;

  /**
   * The errors for an unusable source address: the address or its interface does not exist any
   * more, or the address cannot be a source. The kernel's version and the address family determine
   * which of these errors the kernel reports. The target may also cause such an error; then a
   * second send without a source address fails with the same error.
   */
  private static final Set<Errno> SOURCE_UNUSABLE =
      EnumSet.of(Errno.EINVAL, Errno.ENODEV, Errno.EADDRNOTAVAIL, Errno.ENETUNREACH);

  private final LinuxSocket socket;
  private final int family;
  private final Address local;

  /** Null if the socket is bound to an address other than the wildcard address, or has a peer. */
  private final @Nullable AddressedMessages addressed;

  /**
   * Creates the calls for {@code socket}, which must be bound to {@code local}.
   *
   * @param addressed receives and sends if the socket is bound to the wildcard address and has no
   *     peer; null for other sockets
   */
  LinuxDatagramCalls(
      LinuxSocket socket, int family, Address local, @Nullable AddressedMessages addressed) {
    this.socket = socket;
    this.family = family;
    this.local = local;
    this.addressed = addressed;
  }

  @Override
  public @Nullable Address tryReceive(ByteBuffer target) throws SystemError {
    var address = new byte[SocketAddresses.BYTES_MAX];
    int[] length = {address.length};
    int count = receive(Memory.toFill(target), target.remaining(), address, length);
    if (Errno.EAGAIN.is(count)) {
      return null;
    }
    target.position(target.position() + Errno.require(count));
    return SocketAddresses.decode(address, length[0]);
  }

  private int receive(MemorySegment target, int bytes, byte[] address, int[] length)
      throws SystemError {
    int number = socket.enter();
    try {
      int count;
      do {
        count = socket.kernel().recvfrom(number, target, bytes, address, length);
      } while (Errno.EINTR.is(count));
      return count;
    } finally {
      socket.leave();
    }
  }

  @Override
  public boolean tellsDestinations() {
    return addressed != null;
  }

  @Override
  public Datagrams.@Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException {
    if (addressed == null) {
      return DatagramCalls.super.tryReceiveEnvelope(target);
    }
    var received = addressed.tryReceive(target, (Address.Inet) local);
    if (received == null) {
      return null;
    }
    target.position(target.position() + received.bytes());
    return received.envelope();
  }

  @Override
  public boolean trySend(ByteBuffer source, @Nullable Address target) throws SystemError {
    byte[] where = target == null ? null : SocketAddresses.encode(target, family);
    return sent(source, target, send(MemorySegment.ofBuffer(source), source.remaining(), where));
  }

  private int send(MemorySegment source, int bytes, byte @Nullable [] where) throws SystemError {
    int number = socket.enter();
    try {
      int count;
      do {
        count =
            where == null
                ? socket.kernel().send(number, source, bytes)
                : socket.kernel().sendto(number, source, bytes, where);
      } while (Errno.EINTR.is(count));
      return count;
    } finally {
      socket.leave();
    }
  }

  /** Interprets the result of a send. Returns false if the send would block. */
  private static boolean sent(ByteBuffer source, @Nullable Address target, int count)
      throws SystemError {
    if (Errno.EAGAIN.is(count)) {
      return false;
    }
    if (count < 0) {
      // A target with port 0 also causes EINVAL. Such a target is an invalid argument, and not
      // unreachable.
      boolean noPort = target instanceof Address.Inet inet && inet.port() == 0;
      throw noPort ? Errno.of(count) : Errno.ofConnect(count);
    }
    source.position(source.limit()); // a datagram is always sent completely
    return true;
  }

  @Override
  public boolean trySendFrom(ByteBuffer source, Address target, Address from) throws SystemError {
    if (addressed == null || !(from instanceof Address.Inet inet)) {
      return trySend(source, target);
    }
    int count = addressed.trySend(source, SocketAddresses.encode(target, family), inet);
    if (count < 0 && SOURCE_UNUSABLE.stream().anyMatch(each -> each.is(count))) {
      return trySend(source, target);
    }
    return sent(source, target, count);
  }

  @Override
  public Membership join(Address.Inet group, NetworkInterface by) throws SystemError {
    byte[] request =
        ByteBuffer.allocate(GROUP_BYTES)
            .order(ByteOrder.nativeOrder())
            .putInt(by.getIndex())
            .putInt(0)
            .put(SocketAddresses.encode(group, SocketAddresses.family(group)))
            .array();
    setForGroup(MCAST_JOIN_GROUP, request);
    return () -> setForGroup(MCAST_LEAVE_GROUP, request);
  }

  private void setForGroup(int option, byte[] request) throws SystemError {
    boolean six = SocketAddresses.family(local) == Platform.AF_INET6;
    int level = six ? LinuxOptions.IPPROTO_IPV6 : LinuxOptions.IPPROTO_IP;
    int number = socket.enter();
    try {
      Errno.require(socket.kernel().setsockopt(number, level, option, request));
    } finally {
      socket.leave();
    }
  }

  @Override
  public ConnectionOptions options() {
    return new LinuxOptions(socket, LinuxOptions.Kind.datagrams(local));
  }
}
