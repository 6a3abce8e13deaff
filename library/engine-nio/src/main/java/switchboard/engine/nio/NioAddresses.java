package switchboard.engine.nio;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.spi.SystemError;

/** Converts between addresses of this library and socket addresses of the JDK. */
final class NioAddresses {
  private static final int PATH_BYTES_MAX = Address.Unix.PATH_BYTES_MAX - 1;

  private NioAddresses() {}

  static SocketAddress toJdk(Address address) throws IOException {
    return switch (address) {
      case Address.Inet inet -> new InetSocketAddress(withZone(inet), inet.port());
      case Address.Unix unix when unix.isAbstract() ->
          throw new SystemError(
              SystemError.Kind.OTHER,
              "the portable engine does not support abstract Unix sockets; use a path");
      case Address.Unix unix -> UnixDomainSocketAddress.of(checked(unix.path()));
    };
  }

  /**
   * Returns {@code path} if it has at most 106 bytes; otherwise throws an exception. The limit is
   * one byte lower than the limit in unix(7), because the JDK reserves one more byte of {@code
   * sun_path}.
   */
  private static String checked(String path) throws SystemError {
    int bytes = path.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > PATH_BYTES_MAX) {
      throw new SystemError(
          SystemError.Kind.OTHER,
          "the Unix path has %s bytes; the portable engine allows at most %s"
              .formatted(bytes, PATH_BYTES_MAX));
    }
    return path;
  }

  private static InetAddress withZone(Address.Inet inet) throws IOException {
    if (inet.zone().isEmpty()) {
      return inet.ip();
    }
    NetworkInterface zone = NetworkInterface.getByName(inet.zone());
    if (zone == null && inet.zone().matches("[0-9]{1,9}")) {
      zone = NetworkInterface.getByIndex(Integer.parseInt(inet.zone()));
    }
    if (zone == null) {
      throw new SystemError(
          SystemError.Kind.ADDRESS, "there is no network interface '" + inet.zone() + "'");
    }
    return Inet6Address.getByAddress(null, inet.ip().getAddress(), zone);
  }

  static Address fromJdk(@Nullable SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet ->
          new Address.Inet(inet.getAddress(), inet.getPort(), zone(inet.getAddress()));
      case UnixDomainSocketAddress unix -> named(unix.getPath().toString());
      case null, default -> new Address.Unix("");
    };
  }

  /**
   * Returns the address of a Unix socket. If a name is not valid UTF-8, the decoded name may exceed
   * the maximum length. In that case the returned address has no name.
   */
  private static Address.Unix named(String path) {
    boolean fits = path.getBytes(StandardCharsets.UTF_8).length <= Address.Unix.PATH_BYTES_MAX;
    return new Address.Unix(fits ? path : "");
  }

  private static String zone(InetAddress ip) {
    if (ip instanceof Inet6Address six && six.isLinkLocalAddress()) {
      NetworkInterface scope = six.getScopedInterface();
      return scope != null ? scope.getName() : String.valueOf(six.getScopeId());
    }
    return "";
  }

  static ProtocolFamily family(Address address) {
    return switch (address) {
      case Address.Unix _ -> StandardProtocolFamily.UNIX;
      case Address.Inet inet when inet.isIpv6() -> StandardProtocolFamily.INET6;
      case Address.Inet _ -> StandardProtocolFamily.INET;
    };
  }
}
