package switchboard.engine.linux;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import switchboard.net.Address;
import switchboard.net.spi.SystemError;

/**
 * Encodes and decodes socket addresses in the kernel's structures: {@code sockaddr_in} (ip(7)),
 * {@code sockaddr_in6} (ipv6(7)) and {@code sockaddr_un} (unix(7)). The family is in native byte
 * order, the port in network byte order.
 */
final class SocketAddresses {
  /** The size of {@code sockaddr_storage}, which is large enough for every address. */
  static final int BYTES_MAX = 128;

  private static final int FAMILY_BYTES = 2;
  private static final int INET_BYTES = 16;
  private static final int INET6_BYTES = 28;
  private static final int IP6_OFFSET = 8;
  private static final int ZONE_OFFSET = 24;

  /** The prefix of IPv4-mapped addresses (RFC 4291 §2.5.5.2). */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private SocketAddresses() {}

  /** Returns the address family of a socket that can connect to {@code address}. */
  static int family(Address address) {
    return switch (address) {
      case Address.Unix _ -> Platform.AF_UNIX;
      case Address.Inet inet when inet.isIpv6() -> Platform.AF_INET6;
      case Address.Inet _ -> Platform.AF_INET;
    };
  }

  /**
   * Encodes an address for a socket of {@code family}. For an IPv6 socket, an IPv4 address is
   * encoded as an IPv4-mapped address.
   */
  static byte[] encode(Address address, int family) throws SystemError {
    return switch (address) {
      case Address.Unix unix -> encode(unix);
      case Address.Inet inet when family == Platform.AF_INET -> encode4(inet);
      case Address.Inet inet -> encode6(inet);
    };
  }

  private static ByteBuffer start(int bytes, int family) {
    var start = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    return start.putShort((short) family).order(ByteOrder.BIG_ENDIAN);
  }

  private static byte[] encode4(Address.Inet inet) throws SystemError {
    if (inet.isIpv6()) {
      throw new SystemError(
          SystemError.Kind.UNREACHABLE,
          "the address family of this socket does not support " + inet);
    }
    return start(INET_BYTES, Platform.AF_INET)
        .putShort((short) inet.port())
        .put(inet.ip().getAddress())
        .array();
  }

  private static byte[] encode6(Address.Inet inet) throws SystemError {
    var address = new byte[INET6_BYTES];
    ByteBuffer.wrap(address)
        .order(ByteOrder.nativeOrder())
        .putShort(0, (short) Platform.AF_INET6)
        .putInt(ZONE_OFFSET, zone(inet.zone()))
        .order(ByteOrder.BIG_ENDIAN)
        .putShort(FAMILY_BYTES, (short) inet.port());
    byte[] ip = inet.ip().getAddress();
    if (!inet.isIpv6()) {
      System.arraycopy(MAPPED, 0, address, IP6_OFFSET, MAPPED.length);
    }
    System.arraycopy(ip, 0, address, ZONE_OFFSET - ip.length, ip.length);
    return address;
  }

  private static int zone(String name) throws SystemError {
    if (name.isEmpty()) {
      return 0;
    }
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      if (found != null) {
        return found.getIndex();
      }
    } catch (SocketException e) {
      throw new SystemError(SystemError.Kind.ADDRESS, String.valueOf(e.getMessage()));
    }
    if (name.matches("[0-9]{1,9}")) {
      return Integer.parseInt(name);
    }
    throw new SystemError(SystemError.Kind.ADDRESS, "there is no network interface '" + name + "'");
  }

  private static byte[] encode(Address.Unix unix) {
    byte[] name = unix.path().getBytes(StandardCharsets.UTF_8);
    if (unix.isAbstract()) {
      name[0] = 0; // an abstract name has no terminator, because its length is passed to the kernel
      return start(FAMILY_BYTES + name.length, Platform.AF_UNIX).put(name).array();
    }
    return start(FAMILY_BYTES + name.length + 1, Platform.AF_UNIX).put(name).array();
  }

  /** Decodes the address in the first {@code length} bytes, which the kernel has written. */
  static Address decode(byte[] bytes, int length) {
    if (length <= FAMILY_BYTES) {
      return new Address.Unix(""); // a Unix socket without a name
    }
    var from = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int family = from.getShort();
    int port = from.order(ByteOrder.BIG_ENDIAN).getShort() & 0xFFFF;
    return switch (family) {
      case Platform.AF_INET -> Address.inet(Arrays.copyOfRange(bytes, 4, 8), port);
      case Platform.AF_INET6 -> decode6(bytes, port);
      default -> decodeUnix(bytes, length);
    };
  }

  private static Address decode6(byte[] bytes, int port) {
    int zone = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(ZONE_OFFSET);
    return inet6(Arrays.copyOfRange(bytes, IP6_OFFSET, ZONE_OFFSET), port, zone);
  }

  /**
   * Returns the IPv6 address with the given 16 bytes. If the address is link-local, {@code zone} is
   * the index of its interface.
   */
  static Address.Inet inet6(byte[] ip, int port, int zone) {
    Address.Inet plain = Address.inet(ip, port);
    InetAddress address = plain.ip();
    return address.isLinkLocalAddress() && plain.isIpv6()
        ? new Address.Inet(address, port, zoneName(zone))
        : plain;
  }

  /**
   * Returns a {@code struct in6_pktinfo} (ipv6(7)) with the address, and with an interface if the
   * address has a zone.
   */
  static byte[] info6(Address.Inet local) throws SystemError {
    return Arrays.copyOfRange(encode6(local), IP6_OFFSET, INET6_BYTES);
  }

  private static String zoneName(int index) {
    try {
      NetworkInterface found = index > 0 ? NetworkInterface.getByIndex(index) : null;
      return found != null ? found.getName() : index > 0 ? String.valueOf(index) : "";
    } catch (SocketException gone) {
      return String.valueOf(index);
    }
  }

  private static Address decodeUnix(byte[] bytes, int length) {
    boolean isAbstract = bytes[FAMILY_BYTES] == 0;
    int end = FAMILY_BYTES + (isAbstract ? 1 : 0);
    while (end < length && (isAbstract || bytes[end] != 0)) {
      end++;
    }
    int first = FAMILY_BYTES + (isAbstract ? 1 : 0);
    String name = new String(bytes, first, end - first, StandardCharsets.UTF_8);
    String path = isAbstract ? "@" + name : name;
    // If a name is not valid UTF-8, the decoded name may exceed the maximum length. Such a name is
    // omitted.
    boolean fits = path.getBytes(StandardCharsets.UTF_8).length <= Address.Unix.PATH_BYTES_MAX;
    return new Address.Unix(fits ? path : "");
  }
}
