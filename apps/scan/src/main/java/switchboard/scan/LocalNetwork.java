package switchboard.scan;

import java.net.InetAddress;

/** Distinguishes the addresses of this machine and of private networks from public addresses. */
public final class LocalNetwork {
  private LocalNetwork() {}

  /**
   * Returns whether an address belongs to this machine or to a private network: loopback,
   * link-local (RFC 3927, RFC 4291), private (RFC 1918), shared (RFC 6598), unique local (RFC
   * 4193), or the unspecified address, because a connection to the unspecified address reaches this
   * machine.
   */
  public static boolean isNearby(InetAddress ip) {
    if (ip.isLoopbackAddress() || ip.isLinkLocalAddress() || ip.isAnyLocalAddress()) {
      return true;
    }
    byte[] bytes = ip.getAddress();
    return bytes.length == 4
        ? ip.isSiteLocalAddress() || (bytes[0] == 100 && (bytes[1] & 0xC0) == 64)
        : (bytes[0] & 0xFE) == 0xFC;
  }
}
