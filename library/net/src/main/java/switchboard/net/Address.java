package switchboard.net;

import java.io.Serializable;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A resolved address, as the kernel knows it. Networks in memory use the same types in a space of
 * their own. Immutable; equal when the kernel would call them equal.
 */
public sealed interface Address extends Serializable {

  /** The endpoint that a person would type to reach it over a byte stream. */
  default String uri() {
    return switch (this) {
      case Inet inet -> "tcp://" + inet;
      case Unix unix -> unix.isAbstract() ? "unix:" + unix.path : "unix://" + unix.path;
    };
  }

  /** The address {@code ip} with {@code port} in no particular zone. */
  static Inet inet(InetAddress ip, int port) {
    return new Inet(ip, port, "");
  }

  /**
   * The address with these 4 or 16 bytes in network byte order.
   *
   * @throws IllegalArgumentException for another number of bytes
   */
  static Inet inet(byte[] ip, int port) {
    try {
      return inet(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + ip.length);
    }
  }

  /** 127.0.0.1 with {@code port}: reached from this machine only. */
  static Inet loopback(int port) {
    return inet(new byte[] {127, 0, 0, 1}, port);
  }

  /** ::1 with {@code port}: reached from this machine only. */
  static Inet loopback6(int port) {
    byte[] one = new byte[16];
    one[15] = 1;
    return inet(one, port);
  }

  /** Every interface of this machine, IPv4 and IPv6 on one port. */
  static Inet wildcard(int port) {
    return inet(new byte[16], port);
  }

  /**
   * IPv4 or IPv6 address and port. An IPv4 address that comes wrapped in IPv6 ({@code ::ffff:}, RFC
   * 4291 §2.5.5.2) is that IPv4 address.
   *
   * @param ip the address; a host name that it may carry does not count
   * @param port 0 to 65535; 0 asks the system to choose
   * @param zone the interface of a link-local IPv6 address (RFC 4007), or empty
   */
  record Inet(InetAddress ip, int port, String zone) implements Address {

    /** Checks the port and forgets host names and scopes inside {@code ip}. */
    public Inet {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port " + port + " is not in 0 to 65535");
      }
      ip = plain(ip);
    }

    private static InetAddress plain(InetAddress ip) {
      try {
        return InetAddress.getByAddress(ip.getAddress()); // unwraps ::ffff: by itself
      } catch (UnknownHostException impossible) {
        throw new IllegalArgumentException(impossible);
      }
    }

    /** Whether this is an IPv6 address. */
    public boolean isIpv6() {
      return ip instanceof Inet6Address;
    }

    /** The same address with another port. */
    public Inet withPort(int other) {
      return new Inet(ip, other, zone);
    }

    /**
     * Returns the address by which limits per address count: an IPv4 address itself, or the first
     * 64 bits of an IPv6 address, since a host can choose among all addresses with its prefix (RFC
     * 4291 §2.5.1, RFC 8981). The port is 0.
     */
    public Inet hostPrefix() {
      byte[] bytes = ip.getAddress();
      if (isIpv6()) {
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
      }
      return new Inet(Address.inet(bytes, 0).ip, 0, zone);
    }

    /** {@code 127.0.0.1:80} or {@code [fe80::1%eth0]:80}; IPv6 as RFC 5952 writes it. */
    @Override
    public String toString() {
      if (ip instanceof Inet4Address) {
        return ip.getHostAddress() + ":" + port;
      }
      String suffix = zone.isEmpty() ? "" : "%" + zone;
      return "[" + canonical(ip.getAddress()) + suffix + "]:" + port;
    }

    /** The ip alone, without port: {@code 127.0.0.1} or {@code fe80::1}. */
    public String host() {
      return ip instanceof Inet4Address ? ip.getHostAddress() : canonical(ip.getAddress());
    }

    /** RFC 5952 §4: lower case, no leading zeros, the longest run of two or more zeros as ::. */
    private static String canonical(byte[] ip) {
      int[] groups = new int[8];
      Arrays.setAll(groups, i -> ((ip[2 * i] & 0xFF) << 8) | (ip[2 * i + 1] & 0xFF));
      int best = -1;
      int bestLength = 1;
      for (int start = 0; start < 8; start++) {
        int length = 0;
        while (start + length < 8 && groups[start + length] == 0) {
          length++;
        }
        if (length > bestLength) {
          best = start;
          bestLength = length;
        }
      }
      var text = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        if (i == best) {
          text.append("::");
          i += bestLength - 1;
        } else {
          boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
          text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
        }
      }
      return text.toString();
    }
  }

  /**
   * A Unix socket (unix(7)): a path in the file system, or a Linux abstract name written {@code
   * @name}. The empty path is a socket without a name, such as a client's.
   *
   * @param path at most 107 bytes
   */
  record Unix(String path) implements Address {

    /** What {@code sockaddr_un} holds beside its terminating zero (unix(7)). */
    public static final int PATH_BYTES_MAX = 107;

    /** Checks the length. */
    public Unix {
      int length = path.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      if (length > PATH_BYTES_MAX) {
        throw new IllegalArgumentException(
            "a Unix socket's path has at most "
                + PATH_BYTES_MAX
                + " bytes, this one has "
                + length
                + ": "
                + path);
      }
    }

    /** Whether it is a Linux abstract name, which exists without a file. */
    public boolean isAbstract() {
      return path.startsWith("@");
    }

    @Override
    public String toString() {
      return path.isEmpty() ? "unix:(no name)" : uri();
    }
  }
}
