package switchboard.testkit.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.spi.SystemError;

/**
 * The bound addresses of a network in memory. Follows the kernel's rules for wildcard addresses and
 * ephemeral ports. A network has one table for streams and one for datagrams. Safe for use by
 * several threads.
 *
 * @param <T> the type of sockets
 */
final class AddressTable<T> {
  private static final int EPHEMERAL_FIRST = 32_768; // ip_local_port_range of Linux
  private static final int EPHEMERAL_LAST = 60_999;

  private final Map<Integer, List<Bound<T>>> ports = new HashMap<>(); // guarded by this
  private final Map<String, T> paths = new HashMap<>(); // guarded by this

  /** The local addresses of connections, by port; guarded by this. */
  private final Map<Integer, Set<Address.Inet>> held = new HashMap<>();

  private int nextEphemeral = EPHEMERAL_FIRST; // guarded by this

  private record Bound<T>(Address.Inet at, T owner, boolean shares) {
    boolean excludes(Bound<T> other) {
      return !(shares && other.shares) && (covers(at, other.at) || covers(other.at, at));
    }
  }

  /**
   * Binds {@code owner} to an address that no other socket may share.
   *
   * @return the address, with the chosen port if {@code wanted} has port 0
   */
  Address bind(Address wanted, T owner) throws SystemError {
    return bind(wanted, owner, false);
  }

  /**
   * Binds {@code owner} to an address. Several sockets can share the address if all of them were
   * bound with {@code shares}, as with SO_REUSEADDR.
   */
  synchronized Address bind(Address wanted, T owner, boolean shares) throws SystemError {
    return switch (wanted) {
      case Address.Inet inet -> bindInet(inet, owner, shares);
      case Address.Unix unix -> bindUnix(unix, owner);
    };
  }

  private Address bindInet(Address.Inet wanted, T owner, boolean shares) throws SystemError {
    Address.Inet at = withPort(wanted);
    var bound = new Bound<>(at, owner, shares);
    List<Bound<T>> there = ports.getOrDefault(at.port(), new ArrayList<>());
    if (isHeld(at) || there.stream().anyMatch(bound::excludes)) {
      throw inUse();
    }
    ports.putIfAbsent(at.port(), there);
    // of the sockets that share an address, the last one to be bound receives unicast datagrams
    there.addFirst(bound);
    return at;
  }

  private Address bindUnix(Address.Unix wanted, T owner) throws SystemError {
    if (paths.putIfAbsent(wanted.path(), owner) != null) {
      throw inUse();
    }
    return wanted;
  }

  /**
   * Reserves the local address of a connection, so that no other connection or socket gets it.
   *
   * @return the address, with the chosen port if {@code wanted} has port 0
   */
  synchronized Address.Inet hold(Address.Inet wanted) throws SystemError {
    Address.Inet at = withPort(wanted);
    if (isHeld(at) || findInet(at) != null) {
      throw inUse();
    }
    held.computeIfAbsent(at.port(), _ -> new HashSet<>()).add(at);
    return at;
  }

  /** Releases an address that {@link #hold} has reserved. */
  synchronized void release(Address.Inet at) {
    held.computeIfPresent(
        at.port(),
        (_, addresses) -> {
          addresses.remove(at);
          return addresses.isEmpty() ? null : addresses;
        });
  }

  private boolean isHeld(Address.Inet at) {
    return held.getOrDefault(at.port(), Set.of()).stream().anyMatch(each -> covers(at, each));
  }

  /** Replaces port 0 by an ephemeral port that no socket and no connection has. */
  private Address.Inet withPort(Address.Inet wanted) throws SystemError {
    if (wanted.port() != 0) {
      return wanted;
    }
    for (int tried = EPHEMERAL_FIRST; tried <= EPHEMERAL_LAST; tried++) {
      Address.Inet next = wanted.withPort(nextEphemeral);
      nextEphemeral = nextEphemeral == EPHEMERAL_LAST ? EPHEMERAL_FIRST : nextEphemeral + 1;
      if (!ports.containsKey(next.port()) && !isHeld(next)) {
        return next;
      }
    }
    throw new SystemError(
        SystemError.Kind.ADDRESS, "Cannot assign requested address", "EADDRNOTAVAIL");
  }

  private static SystemError inUse() {
    return new SystemError(SystemError.Kind.ADDRESS, "Address already in use", "EADDRINUSE");
  }

  /**
   * Returns the socket that receives data sent to {@code target}: the matching socket with the most
   * specific address, or null if no socket matches.
   */
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

  /**
   * Returns all sockets that receive datagrams sent to the multicast or broadcast address {@code
   * target}.
   */
  synchronized List<T> findAll(Address.Inet target) {
    return ports.getOrDefault(target.port(), List.of()).stream()
        .filter(each -> covers(each.at, target))
        .map(Bound::owner)
        .toList();
  }

  /** Releases the address {@code at} of {@code owner}. */
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

  /**
   * Returns whether a socket bound to {@code wide} receives data sent to {@code narrow}. Compares
   * only the hosts of the addresses, not the ports.
   */
  private static boolean covers(Address.Inet wide, Address.Inet narrow) {
    if (wide.ip().equals(narrow.ip())) {
      return true;
    }
    return wide.ip().isAnyLocalAddress() && (wide.isIpv6() || !narrow.isIpv6());
  }

  /**
   * Returns the address that a connect to {@code target} reaches: on Linux, the loopback address if
   * {@code target} is a wildcard address.
   */
  static Address dialled(Address target) {
    if (target instanceof Address.Inet inet && inet.ip().isAnyLocalAddress()) {
      return inet.isIpv6() ? Address.loopback6(inet.port()) : Address.loopback(inet.port());
    }
    return target;
  }
}
