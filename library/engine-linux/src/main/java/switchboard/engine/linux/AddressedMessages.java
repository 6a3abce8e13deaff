package switchboard.engine.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.spi.SystemError;

/**
 * Receives datagrams and their destination addresses, and sends datagrams from a chosen source
 * address, on a UDP socket that is bound to the wildcard address. Uses recvmsg(2) and sendmsg(2)
 * with the control messages (cmsg(3)) IP_PKTINFO (ip(7)) and IPV6_PKTINFO (RFC 3542 §6; ipv6(7)).
 * Safe for use by several threads. Calls share native structures, so concurrent calls run one after
 * another. No call waits for the network.
 *
 * <p>An IPv6 socket also receives IPv4 datagrams. For these, the kernel delivers both control
 * messages; IPV6_PKTINFO then contains an IPv4-mapped address. This class prefers IP_PKTINFO,
 * because only this message contains the address to reply from.
 */
final class AddressedMessages {
  private static final int IP_PKTINFO = 8;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int IPV6_PKTINFO = 50;
  private static final int[] ON = {1};

  /**
   * The native memory contains a {@code struct msghdr}, an {@code iovec}, an address, and control
   * messages. The next constants are positions and sizes in this memory.
   */
  private static final int IOVEC = 56;

  private static final int NAME = IOVEC + 16;
  private static final int CONTROL = NAME + SocketAddresses.BYTES_MAX;
  private static final int CONTROL_BYTES = 128;
  private static final int BYTES = CONTROL + CONTROL_BYTES;

  private static final int NAME_LENGTH = 8;
  private static final int IOVEC_POINTER = 16;
  private static final int IOVEC_COUNT = 24;
  private static final int CONTROL_POINTER = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int FLAGS = 48;

  /**
   * The layout of {@code struct cmsghdr}: length including this header, level, type; the content
   * follows.
   */
  private static final int HEADER_BYTES = 16;

  private static final int LEVEL = 8;
  private static final int TYPE = 12;

  /** The layout of {@code struct in_pktinfo}: interface, address to reply from, destination. */
  private static final int INFO4_BYTES = 12;

  private static final int INFO4_LOCAL = 4;
  private static final int INFO4_DESTINATION = 8;

  /** The layout of {@code struct in6_pktinfo}: address, interface. */
  private static final int INFO6_BYTES = 20;

  private static final int INFO6_INTERFACE = 16;

  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

  /**
   * The maximum size of a datagram. A buffer with more bytes is rejected before its bytes are
   * copied.
   */
  private static final int DATAGRAM_BYTES_MAX = 65_535;

  private final LinuxSocket socket;
  private final MemorySegment incoming; // guarded by itself
  private final MemorySegment outgoing; // guarded by itself

  AddressedMessages(LinuxSocket socket) {
    this.socket = socket;
    Arena arena = Arena.ofAuto();
    this.incoming = structures(arena);
    this.outgoing = structures(arena);
  }

  private static MemorySegment structures(Arena arena) {
    MemorySegment made = arena.allocate(BYTES, Long.BYTES);
    made.set(WORD, 0, made.address() + NAME);
    made.set(WORD, IOVEC_POINTER, made.address() + IOVEC);
    made.set(WORD, IOVEC_COUNT, 1);
    made.set(WORD, CONTROL_POINTER, made.address() + CONTROL);
    return made;
  }

  /**
   * Makes the kernel report the destination addresses of datagrams. Must be called before bind(2),
   * so that the kernel also reports the destination of the first datagram.
   */
  static void enable(LinuxSocket socket, int family) throws SystemError {
    LinuxOptions.set(socket, LinuxOptions.IPPROTO_IP, IP_PKTINFO, ON);
    if (family == Platform.AF_INET6) {
      LinuxOptions.set(socket, LinuxOptions.IPPROTO_IPV6, IPV6_RECVPKTINFO, ON);
    }
  }

  /** The size and the addresses of a received datagram. */
  record Received(int bytes, Datagrams.Envelope envelope) {}

  /**
   * Receives a datagram into {@code target} without changing the position of {@code target}.
   * Returns null if no datagram has arrived.
   *
   * @param bound the socket's own address, used if the kernel reports no destination
   */
  @Nullable Received tryReceive(ByteBuffer target, Address.Inet bound) throws SystemError {
    MemorySegment content = Memory.toFill(target);
    synchronized (incoming) {
      if (content.isNative()) {
        return tryReceive(content, bound);
      }
      try (Arena arena = Arena.ofConfined()) {
        long room = Math.min(content.byteSize(), DATAGRAM_BYTES_MAX);
        MemorySegment copy = arena.allocate(room);
        Received received = tryReceive(copy, bound);
        if (received != null) {
          MemorySegment.copy(copy, 0, content, 0, received.bytes);
        }
        return received;
      }
    }
  }

  private @Nullable Received tryReceive(MemorySegment content, Address.Inet bound)
      throws SystemError {
    incoming.set(JAVA_INT, NAME_LENGTH, SocketAddresses.BYTES_MAX);
    incoming.set(WORD, IOVEC, content.address());
    incoming.set(WORD, IOVEC + Long.BYTES, content.byteSize());
    incoming.set(WORD, CONTROL_LENGTH, CONTROL_BYTES);
    incoming.set(JAVA_INT, FLAGS, 0);
    int number = socket.enter();
    int count;
    try {
      do {
        count = socket.kernel().recvmsg(number, incoming);
      } while (Errno.EINTR.is(count));
    } finally {
      socket.leave();
    }
    if (Errno.EAGAIN.is(count)) {
      return null;
    }
    return new Received(Errno.require(count), envelope(bound));
  }

  private Datagrams.Envelope envelope(Address.Inet bound) {
    byte[] name = bytes(NAME, SocketAddresses.BYTES_MAX);
    Address source = SocketAddresses.decode(name, incoming.get(JAVA_INT, NAME_LENGTH));
    long end = CONTROL + incoming.get(WORD, CONTROL_LENGTH);
    var envelope = new Datagrams.Envelope(source, bound, bound);
    for (long at = CONTROL; at + HEADER_BYTES <= end; ) {
      long length = incoming.get(WORD, at);
      if (length < HEADER_BYTES || at + length > end) {
        return envelope;
      }
      int level = incoming.get(JAVA_INT, at + LEVEL);
      int type = incoming.get(JAVA_INT, at + TYPE);
      long info = at + HEADER_BYTES;
      if (level == LinuxOptions.IPPROTO_IP && type == IP_PKTINFO) {
        return envelope4(source, info, bound);
      }
      if (level == LinuxOptions.IPPROTO_IPV6 && type == IPV6_PKTINFO) {
        envelope = envelope6(source, info, bound);
      }
      at += (length + Long.BYTES - 1) & -Long.BYTES;
    }
    return envelope;
  }

  private Datagrams.Envelope envelope4(Address source, long info, Address.Inet bound) {
    Address local = Address.inet(bytes(info + INFO4_LOCAL, 4), bound.port());
    Address destination = Address.inet(bytes(info + INFO4_DESTINATION, 4), bound.port());
    return new Datagrams.Envelope(source, destination, Sockets.isEverywhere(local) ? bound : local);
  }

  private Datagrams.Envelope envelope6(Address source, long info, Address.Inet bound) {
    int index = incoming.get(JAVA_INT, info + INFO6_INTERFACE);
    Address.Inet to = SocketAddresses.inet6(bytes(info, INFO6_INTERFACE), bound.port(), index);
    return new Datagrams.Envelope(source, to, to.ip().isMulticastAddress() ? bound : to);
  }

  private byte[] bytes(long at, int count) {
    var bytes = new byte[count];
    MemorySegment.copy(incoming, ValueLayout.JAVA_BYTE, at, bytes, 0, count);
    return bytes;
  }

  /**
   * Sends the remaining bytes of {@code source} from the address {@code local}. Does not change the
   * position of {@code source}. Returns the result of sendmsg(2).
   */
  int trySend(ByteBuffer source, byte[] target, Address.Inet local) throws SystemError {
    MemorySegment content = MemorySegment.ofBuffer(source);
    if (content.byteSize() > DATAGRAM_BYTES_MAX) {
      return Errno.EMSGSIZE.result();
    }
    synchronized (outgoing) {
      if (content.isNative()) {
        return trySend(content, target, local);
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment copy = arena.allocate(content.byteSize());
        return trySend(copy.copyFrom(content), target, local);
      }
    }
  }

  private int trySend(MemorySegment content, byte[] target, Address.Inet local) throws SystemError {
    MemorySegment.copy(target, 0, outgoing, ValueLayout.JAVA_BYTE, NAME, target.length);
    outgoing.set(JAVA_INT, NAME_LENGTH, target.length);
    outgoing.set(WORD, IOVEC, content.address());
    outgoing.set(WORD, IOVEC + Long.BYTES, content.byteSize());
    outgoing.asSlice(CONTROL).fill((byte) 0);
    try {
      putInfo(local);
    } catch (SystemError noInterface) {
      return Errno.ENODEV.result(); // the errno of the kernel for a missing interface
    }
    int number = socket.enter();
    try {
      int count;
      do {
        count = socket.kernel().sendmsg(number, outgoing);
      } while (Errno.EINTR.is(count));
      return count;
    } finally {
      socket.leave();
    }
  }

  private void putInfo(Address.Inet local) throws SystemError {
    if (local.isIpv6()) {
      putInfo6(local);
    } else {
      putInfo4(local);
    }
  }

  /**
   * Stores the source address for an IPv4 datagram. Stores no interface, because the kernel would
   * replace the source address if an interface were given (ip(7)).
   */
  private void putInfo4(Address.Inet local) {
    putHeader(LinuxOptions.IPPROTO_IP, IP_PKTINFO, INFO4_BYTES);
    byte[] ip = local.ip().getAddress();
    long at = CONTROL + HEADER_BYTES + INFO4_LOCAL;
    MemorySegment.copy(ip, 0, outgoing, ValueLayout.JAVA_BYTE, at, ip.length);
  }

  /**
   * Stores the source address for an IPv6 datagram. For a link-local address, also stores the
   * interface, which is the zone of the address (RFC 3542 §6.2).
   */
  private void putInfo6(Address.Inet local) throws SystemError {
    putHeader(LinuxOptions.IPPROTO_IPV6, IPV6_PKTINFO, INFO6_BYTES);
    byte[] info = SocketAddresses.info6(local);
    MemorySegment.copy(
        info, 0, outgoing, ValueLayout.JAVA_BYTE, CONTROL + HEADER_BYTES, info.length);
  }

  private void putHeader(int level, int type, int bytes) {
    long length = (long) HEADER_BYTES + bytes;
    outgoing.set(WORD, CONTROL, length);
    outgoing.set(JAVA_INT, CONTROL + LEVEL, level);
    outgoing.set(JAVA_INT, CONTROL + TYPE, type);
    outgoing.set(WORD, CONTROL_LENGTH, (length + Long.BYTES - 1) & -Long.BYTES);
  }
}
