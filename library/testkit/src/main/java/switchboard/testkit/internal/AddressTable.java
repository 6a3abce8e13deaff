package switchboard.testkit.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.spi.SystemError;

/**
 * Who is bound where in a network in memory, by the kernel's rules for wildcards and ports that the
 * system chooses. One for streams and one for datagrams. Any thread.
 */
final class AddressTable<T> {
  private static final int EPHEMERAL_FIRST = 32_768; // ip_local_port_range of Linux
  private static final int EPHEMERAL_LAST = 60_999;

  private final Map<Integer, List<Bound<T>>> ports = new HashMap<>(); // guarded by this
  private final Map<String, T> paths = new HashMap<>(); // guarded by this
  private int nextEphemeral = EPHEMERAL_FIRST; // guarded by this

  private record Bound<T>(Address.Inet at, T owner, boolean shares) {
    boolean excludes(Bound<T> other) {
      return !(shares && other.shares) && (covers(at, other.at) || covers(other.at, at));
    }
  }

  /**
   * Takes an address.
   *
   * @return it, with the port that was chosen
   */
  Address bind(Address wanted, T owner) throws SystemError {
    return bind(wanted, owner, false);
  }

  /** Like {@link #bind(Address, Object)}; all who wish to may share one, as SO_REUSEADDR has it. */
  synchronized Address bind(Address wanted, T owner, boolean shares) throws SystemError {
    return switch (wanted) {
      case Address.Inet inet -> bindInet(inet, owner, shares);
      case Address.Unix unix -> bindUnix(unix, owner);
    };
  }

  private Address bindInet(Address.Inet wanted, T owner, boolean shares) throws SystemError {
    Address.Inet at = wanted.port() == 0 ? wanted.withPort(freePort()) : wanted;
    var bound = new Bound<>(at, owner, shares);
    List<Bound<T>> there = ports.computeIfAbsent(at.port(), port -> new ArrayList<>());
    if (there.stream().anyMatch(bound::excludes)) {
      throw new SystemError(SystemError.Kind.ADDRESS, "Address already in use", "EADDRINUSE");
    }
    there.addFirst(bound); // of those who share, the last one hears what is sent to one
    return at;
  }

  private Address bindUnix(Address.Unix wanted, T owner) throws SystemError {
    if (paths.putIfAbsent(wanted.path(), owner) != null) {
      throw new SystemError(SystemError.Kind.ADDRESS, "Address already in use", "EADDRINUSE");
    }
    return wanted;
  }

  /** A port that nobody is bound to; for the near end of a connection too. */
  synchronized int freePort() throws SystemError {
    for (int tried = EPHEMERAL_FIRST; tried <= EPHEMERAL_LAST; tried++) {
      int port = nextEphemeral;
      nextEphemeral = port == EPHEMERAL_LAST ? EPHEMERAL_FIRST : port + 1;
      if (!ports.containsKey(port)) {
        return port;
      }
    }
    throw new SystemError(
        SystemError.Kind.ADDRESS, "Cannot assign requested address", "EADDRNOTAVAIL");
  }

  /** Returns whether a socket is bound to {@code local}, or to its port and every address. */
  synchronized boolean isBound(Address.Inet local) {
    return findInet(local) != null;
  }

  /** Who hears what is sent to {@code target}: the one bound most exactly, or null. */
  synchronized @Nullable T find(Address target) {
    return switch (target) {
      case Address.Inet inet -> findInet(inet);
      case Address.Unix unix -> paths.get(unix.path());
    };
  }

  private @Nullable T findInet(Address.Inet target) {
    T best = null;
    for (Bound<T> each : ports.getOrDefault(target.port(), List.of())) {
      if (each.at.ip().equals(target.ip())) {
        return each.owner;
      }
      if (covers(each.at, target)) {
        best = each.owner;
      }
    }
    return best;
  }

  /** All who hear what is sent to the many at {@code target}: a group, or everybody. */
  synchronized List<T> findAll(Address.Inet target) {
    return ports.getOrDefault(target.port(), List.of()).stream()
        .filter(each -> covers(each.at, target))
        .map(Bound::owner)
        .toList();
  }

  /** Gives back what {@code owner} took at {@code at}. */
  synchronized void unbind(Address at, T owner) {
    switch (at) {
      case Address.Inet inet -> {
        List<Bound<T>> sharing = ports.getOrDefault(inet.port(), new ArrayList<>());
        sharing.removeIf(each -> each.owner == owner);
        if (sharing.isEmpty()) {
          ports.remove(inet.port());
        }
      }
      case Address.Unix unix -> paths.remove(unix.path(), owner);
    }
  }

  /** Whether a socket bound at {@code wide} hears what comes to {@code narrow}, port aside. */
  private static boolean covers(Address.Inet wide, Address.Inet narrow) {
    if (wide.ip().equals(narrow.ip())) {
      return true;
    }
    return wide.ip().isAnyLocalAddress() && (wide.isIpv6() || !narrow.isIpv6());
  }

  /** Where a call to {@code target} arrives: a wildcard means this machine, as on Linux. */
  static Address dialled(Address target) {
    if (target instanceof Address.Inet inet && inet.ip().isAnyLocalAddress()) {
      return inet.isIpv6() ? Address.loopback6(inet.port()) : Address.loopback(inet.port());
    }
    return target;
  }
}
