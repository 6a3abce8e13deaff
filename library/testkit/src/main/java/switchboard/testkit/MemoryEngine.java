package switchboard.testkit;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.Resolver;
import switchboard.net.spi.Capability;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Engine;
import switchboard.net.spi.ListenerHandle;
import switchboard.testkit.internal.MemoryNames;
import switchboard.testkit.internal.MemorySockets;

/**
 * A network in memory, for tests of programs that accept a {@link Network} as a parameter. Each
 * network has its own address space: every address exists, every port is initially free, and with
 * {@link #resolver()} every host name resolves. A network in memory uses no threads, descriptors or
 * files, and adds no delays. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Network network = MemoryEngine.network();
 *     Listener listener = network.listen("tcp://server:7000");
 *     Connection client = network.connect("tcp://server:7000");
 *     Connection accepted = listener.accept()) {
 *   client.sink().writeLine("hello").flush();
 *   System.out.println(accepted.source().readLine(100));
 * }
 * }</pre>
 *
 * <p>A datagram socket queues up to 256 received datagrams. While the queue is full, it drops
 * datagrams that arrive, as a kernel does.
 *
 * @since 0.1.0
 */
public final class MemoryEngine implements Engine {
  private static final int BYTES_MAX = 64 * 1024;

  private final MemorySockets sockets;
  private final MemoryNames names = new MemoryNames();

  /** Creates a network whose streams buffer 64 KiB in each direction. */
  public MemoryEngine() {
    this(BYTES_MAX);
  }

  /**
   * Creates a network with the given size of stream buffers.
   *
   * @param bytesMax the number of bytes that a stream buffers in each direction before a write
   *     blocks
   */
  public MemoryEngine(int bytesMax) {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("a stream buffers at least 1 byte, not " + bytesMax);
    }
    this.sockets = new MemorySockets(bytesMax);
  }

  /**
   * {@return a new network in memory with its own addresses and host names} No other network can
   * reach the sockets of this network. Closing the network closes its sockets.
   */
  public static Network network() {
    var engine = new MemoryEngine();
    return Network.over(engine).withResolver(engine.resolver());
  }

  /**
   * {@return the resolver of this network, for {@link Network#withResolver}} {@code localhost}
   * resolves to 127.0.0.1 and ::1. Every other name resolves to a different IPv4 address, so that
   * servers can listen at any name and clients can connect to it. No lookup fails.
   */
  public Resolver resolver() {
    return names;
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
    return sockets.connect(remote, options);
  }

  @Override
  public ListenerHandle listen(Address local, Options options) throws IOException {
    return sockets.listen(local, options);
  }

  @Override
  public DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options)
      throws IOException {
    return sockets.bind(local, remote, options);
  }

  /**
   * {@return a description of each open socket} The list is empty if a test has closed every socket
   * that it opened.
   */
  public List<String> openHandles() {
    return sockets.describeOpen();
  }

  /** Closes all sockets that are still open. */
  @Override
  public void close() {
    sockets.closeAll();
  }
}
