package switchboard.testkit.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Options;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Handle;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.SystemError;

/**
 * The open sockets of one network in memory, and their addresses. Safe for use by several threads.
 */
public final class MemorySockets {
  private final int bytesMax;
  private final AddressTable<MemoryListener> streams = new AddressTable<>();
  private final AddressTable<MemoryDatagrams> datagrams = new AddressTable<>();
  private final Set<Handle> open = ConcurrentHashMap.newKeySet();

  /** The local address of each connection that was opened by a connect; guarded by itself. */
  private final Map<Handle, Address.Inet> held = new HashMap<>();

  /** Creates a network whose streams buffer {@code bytesMax} bytes in each direction. */
  public MemorySockets(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Starts to connect to the listener at {@code remote}. */
  public ConnectHandle connect(Address remote, Options options) throws IOException {
    var connect = new MemoryConnect(this, remote, options);
    connect.start();
    return connect;
  }

  /** Listens at {@code local}. */
  public ListenerHandle listen(Address local, Options options) throws IOException {
    return new MemoryListener(this, local, options);
  }

  /**
   * Binds a datagram socket. If {@code local} is null, the socket is bound to an address from which
   * {@code remote} can be reached.
   */
  public DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options)
      throws IOException {
    return new MemoryDatagrams(this, near(local, remote), remote, options);
  }

  private static Address near(@Nullable Address local, @Nullable Address remote)
      throws SystemError {
    if (local != null) {
      return local;
    }
    return switch (remote) {
      case null -> Address.wildcard(0);
      case Address.Inet inet -> inet.isIpv6() ? Address.loopback6(0) : Address.loopback(0);
      case Address.Unix _ ->
          throw new SystemError(
              SystemError.Kind.OTHER, "Protocol not supported", "EPROTONOSUPPORT");
    };
  }

  /** Returns a description of each open socket. */
  public List<String> describeOpen() {
    return open.stream().map(Object::toString).sorted().toList();
  }

  /** Closes all open sockets. */
  public void closeAll() {
    for (Handle handle : Set.copyOf(open)) {
      try {
        handle.close();
      } catch (IOException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  int bytesMax() {
    return bytesMax;
  }

  AddressTable<MemoryListener> streams() {
    return streams;
  }

  AddressTable<MemoryDatagrams> datagrams() {
    return datagrams;
  }

  void opened(Handle handle) {
    open.add(handle);
  }

  void closed(Handle handle) {
    open.remove(handle);
    synchronized (held) {
      Address.Inet local = held.remove(handle);
      if (local != null) {
        streams.release(local);
      }
    }
  }

  /**
   * Reserves the local address of a connection until {@code handle} is closed.
   *
   * @return the address, with the chosen port if {@code wanted} has port 0
   */
  Address.Inet hold(Handle handle, Address.Inet wanted) throws SystemError {
    synchronized (held) {
      Address.Inet local = streams.hold(wanted);
      held.put(handle, local);
      return local;
    }
  }

  /** Transfers a reserved address from a connect to its stream. */
  void handOver(Handle from, Handle to) {
    synchronized (held) {
      Address.Inet local = held.remove(from);
      if (local != null) {
        held.put(to, local);
      }
    }
  }
}
