package switchboard.net.internal;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Engine;
import switchboard.net.spi.SystemError;

/** Connects from the address in the option {@link Option#LOCAL_ADDRESS}, if that option is set. */
public final class LocalAddress {
  private LocalAddress() {}

  /**
   * Starts to connect a stream.
   *
   * @throws IOException with the operation and both addresses, if the connect fails
   */
  public static ConnectHandle connect(Engine engine, Address remote, Options options)
      throws IOException {
    try {
      Address.Inet local = local(remote, options);
      return engine.connect(
          remote, local == null ? options : options.with(Option.LOCAL_ADDRESS, local));
    } catch (IOException e) {
      throw describe(remote, options, e);
    }
  }

  /**
   * Opens a connected datagram socket.
   *
   * @throws IOException with the operation and both addresses, if the connect fails
   */
  public static DatagramHandle connectDatagrams(Engine engine, Address remote, Options options)
      throws IOException {
    try {
      return engine.bind(local(remote, options), remote, options);
    } catch (IOException e) {
      throw describe(remote, options, e);
    }
  }

  /**
   * Returns the remote addresses that have the same address family as the local address. If no
   * remote address has this family, returns all remote addresses.
   */
  public static List<Address.Inet> reachable(List<Address.Inet> remotes, Options options) {
    List<Address.Inet> sameFamily =
        remotes.stream().filter(remote -> isOfFamily(remote, options)).toList();
    return sameFamily.isEmpty() ? remotes : sameFamily;
  }

  private static boolean isOfFamily(Address.Inet remote, Options options) {
    Address.Inet chosen = options.get(Option.LOCAL_ADDRESS).orElse(null);
    return chosen == null || isWildcard6(chosen) || chosen.isIpv6() == remote.isIpv6();
  }

  private static boolean isWildcard6(Address.Inet address) {
    return address.isIpv6() && address.ip().isAnyLocalAddress();
  }

  /**
   * Returns the address to bind to before connecting; null if the system chooses the local address.
   */
  private static Address.@Nullable Inet local(Address remote, Options options) throws SystemError {
    Address.Inet chosen = options.get(Option.LOCAL_ADDRESS).orElse(null);
    if (chosen == null) {
      return null;
    }
    if (!(remote instanceof Address.Inet inet) || !isOfFamily(inet, options)) {
      throw new SystemError(
          SystemError.Kind.ADDRESS, "Address family not supported by protocol", "EAFNOSUPPORT");
    }
    boolean wildcardOfBoth = isWildcard6(chosen) && !inet.isIpv6();
    return wildcardOfBoth ? Address.inet(new byte[4], chosen.port()) : chosen;
  }

  private static IOException describe(Address remote, Options options, IOException cause) {
    return ErrorTranslation.describe(
        "connect", options.get(Option.LOCAL_ADDRESS).orElse(null), remote, cause);
  }
}
