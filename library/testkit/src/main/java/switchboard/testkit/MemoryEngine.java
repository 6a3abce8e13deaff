package switchboard.testkit;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.spi.Capability;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Engine;
import switchboard.net.spi.Handle;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.SystemError;
import switchboard.testkit.internal.AddressTable;
import switchboard.testkit.internal.MemoryConnect;
import switchboard.testkit.internal.MemoryDatagrams;
import switchboard.testkit.internal.MemoryListener;

/**
 * A network in memory with an address space of its own, in which every address is there: for tests
 * of whatever is written against a {@link Network}. It has no threads, no descriptors and no files;
 * time does not matter to it. Any thread.
 */
public final class MemoryEngine implements Engine {
  private static final int BYTES_MAX = 64 * 1024;

  private final int bytesMax;
  private final AddressTable<MemoryListener> streams = new AddressTable<>();
  private final AddressTable<MemoryDatagrams> datagrams = new AddressTable<>();
  private final Set<Handle> open = ConcurrentHashMap.newKeySet();

  /** A network whose streams hold 64 KiB in each direction. */
  public MemoryEngine() {
    this(BYTES_MAX);
  }

  /**
   * A network with its own measure.
   *
   * @param bytesMax what a stream holds in each direction before its writer blocks
   */
  public MemoryEngine(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** A network over a new engine in memory. */
  public static Network network() {
    return Network.over(new MemoryEngine());
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(
        EnumSet.of(
            Capability.KERNEL_OPTIONS,
            Capability.ACKNOWLEDGEMENTS,
            Capability.EVENT_LOOPS,
            Capability.ZERO_COPY_SEND,
            Capability.ZERO_COPY_RECEIVE));
  }

  @Override
  public ConnectHandle connect(Address remote, Options options) throws IOException {
    var connect = new MemoryConnect(this, remote, options);
    connect.start();
    return connect;
  }

  @Override
  public ListenerHandle listen(Address local, Options options) throws IOException {
    return new MemoryListener(this, local, options);
  }

  @Override
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

  /** The sockets that are open now, each in words: empty when a test has closed all it opened. */
  public List<String> openHandles() {
    return open.stream().map(Object::toString).sorted().toList();
  }

  public int bytesMax() {
    return bytesMax;
  }

  public AddressTable<MemoryListener> streams() {
    return streams;
  }

  public AddressTable<MemoryDatagrams> datagrams() {
    return datagrams;
  }

  public void opened(Handle handle) {
    open.add(handle);
  }

  public void closed(Handle handle) {
    open.remove(handle);
  }

  /** Closes what is still open. */
  @Override
  public void close() {
    for (Handle handle : Set.copyOf(open)) {
      try {
        handle.close();
      } catch (IOException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }
}
