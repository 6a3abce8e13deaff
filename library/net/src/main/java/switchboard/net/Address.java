package switchboard.net;

import java.io.Serializable;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A resolved socket address, as the kernel uses it: an IP address and port, or the path of a Unix
 * socket. In-memory networks use the same types, but each in-memory network has its own address
 * space.
 *
 * <pre>{@code
 * Address local = listener.local();
 * if (local instanceof Address.Inet inet) {
 *   System.out.println("listening on port " + inet.port());
 * }
 * }</pre>
 *
 * <p>Immutable. Two addresses are equal if the kernel treats them as the same address.
 *
 * @since 0.1.0
 */
public sealed interface Address extends Serializable {

  /**
   * Returns this address as an {@linkplain Endpoint endpoint} in text form, for connecting a byte
   * stream.
   *
   * @return for example {@code tcp://127.0.0.1:80} or {@code unix:///run/app.sock}
   */
  default String uri() {
    return switch (this) {
      case Inet inet -> "tcp://" + inet;
      case Unix unix -> unix.isAbstract() ? "unix:" + unix.path : "unix://" + unix.path;
    };
  }

  /**
   * Returns an IP address and port without a zone.
   *
   * @param ip an IPv4 or IPv6 address; its host name and scope are ignored
   * @param port 0 to 65535
   * @return the address
   * @throws IllegalArgumentException if the port is out of range
   */
  static Inet inet(InetAddress ip, int port) {
    return new Inet(ip, port, "");
  }

  /**
   * Returns an IP address and port without a zone.
   *
   * @param ip the address in network byte order: 4 bytes for IPv4, 16 bytes for IPv6; the array is
   *     copied
   * @param port 0 to 65535
   * @return the address
   * @throws IllegalArgumentException if {@code ip} has another length, or the port is out of range
   */
  static Inet inet(byte[] ip, int port) {
    try {
      return inet(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + ip.length);
    }
  }

  /**
   * Returns the IPv4 loopback address 127.0.0.1, which is reachable only from this machine.
   *
   * @param port 0 to 65535
   * @return the address
   * @throws IllegalArgumentException if the port is out of range
   */
  static Inet loopback(int port) {
    return inet(new byte[] {127, 0, 0, 1}, port);
  }

  /**
   * Returns the IPv6 loopback address ::1, which is reachable only from this machine.
   *
   * @param port 0 to 65535
   * @return the address
   * @throws IllegalArgumentException if the port is out of range
   */
  static Inet loopback6(int port) {
    byte[] one = new byte[16];
    one[15] = 1;
    return inet(one, port);
  }

  /**
   * Returns the wildcard address ::, which means every interface of this machine, for IPv4 and
   * IPv6.
   *
   * @param port 0 to 65535; 0 lets the system choose
   * @return the address
   * @throws IllegalArgumentException if the port is out of range
   */
  static Inet wildcard(int port) {
    return inet(new byte[16], port);
  }

  /**
   * An IPv4 or IPv6 address and port. An IPv4-mapped IPv6 address ({@code ::ffff:0:0/96}, RFC 4291
   * §2.5.5.2) becomes the IPv4 address.
   *
   * @param ip the address, without host name and scope
   * @param port 0 to 65535; 0 lets the system choose
   * @param zone the interface of a link-local IPv6 address (RFC 4007), such as {@code eth0}; empty
   *     for other addresses
   */
  record Inet(InetAddress ip, int port, String zone) implements Address {

    /**
     * Creates an address. Removes the host name and the scope of {@code ip}.
     *
     * @throws IllegalArgumentException if the port is out of range
     */
    public Inet {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
      }
      ip = plain(ip);
    }

    private static InetAddress plain(InetAddress ip) {
      try {
        return InetAddress.getByAddress(ip.getAddress()); // also converts ::ffff:0:0/96 to IPv4
      } catch (UnknownHostException impossible) {
        throw new IllegalArgumentException(impossible);
      }
    }

    /** {@return whether this is an IPv6 address} */
    public boolean isIpv6() {
      return ip instanceof Inet6Address;
    }

    /**
     * Returns this address with another port.
     *
     * @param other 0 to 65535
     * @return a new address
     * @throws IllegalArgumentException if the port is out of range
     */
    public Inet withPort(int other) {
      return new Inet(ip, other, zone);
    }

    /**
     * Returns a key for limits per client. For IPv4, it is the IP address. For IPv6, it is the
     * first 64 bits of the IP address, because a host can use every address that begins with its
     * 64-bit prefix (RFC 4291 §2.5.1, RFC 8981).
     *
     * @return the key, as an address with port 0 and the same zone
     */
    public Inet hostPrefix() {
      byte[] bytes = ip.getAddress();
      if (isIpv6()) {
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
      }
      return new Inet(Address.inet(bytes, 0).ip, 0, zone);
    }

    /** Returns {@code 127.0.0.1:80} or {@code [fe80::1%eth0]:80}, with IPv6 as in RFC 5952. */
    @Override
    public String toString() {
      if (ip instanceof Inet4Address) {
        return ip.getHostAddress() + ":" + port;
      }
      String suffix = zone.isEmpty() ? "" : "%" + zone;
      return "[" + canonical(ip.getAddress()) + suffix + "]:" + port;
    }

    /** {@return the IP address without port and zone: {@code 127.0.0.1} or {@code fe80::1}} */
    public String host() {
      return ip instanceof Inet4Address ? ip.getHostAddress() : canonical(ip.getAddress());
    }

    /**
     * Formats an IPv6 address as in RFC 5952 §4: lower case, no leading zeros, and the longest run
     * of two or more zero groups as {@code ::}.
     */
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
   * The address of a Unix socket (unix(7)): a path in the file system, or a Linux abstract name in
   * the form {@code @name}. An empty path means that the socket has no name, which is usual for the
   * socket of a client.
   *
   * @param path at most {@link #PATH_BYTES_MAX} bytes in UTF-8
   */
  record Unix(String path) implements Address {

    /**
     * The maximum length of a path in bytes: the size of {@code sun_path} without its terminating
     * zero (unix(7)).
     */
    public static final int PATH_BYTES_MAX = 107;

    /**
     * Creates an address.
     *
     * @throws IllegalArgumentException if the path is too long
     */
    public Unix {
      int length = path.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      if (length > PATH_BYTES_MAX) {
        throw new IllegalArgumentException(
            "the path of a Unix socket has at most "
                + PATH_BYTES_MAX
                + " bytes, but this one has "
                + length
                + ": "
                + path);
      }
    }

    /** {@return whether this is a Linux abstract name, which exists without a file} */
    public boolean isAbstract() {
      return path.startsWith("@");
    }

    @Override
    public String toString() {
      return path.isEmpty() ? "unix:(no name)" : uri();
    }
  }
}
