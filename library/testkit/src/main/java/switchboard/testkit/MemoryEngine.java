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
 * A network in memory, for tests of programs that are written against a {@link Network}. It has an
 * address space of its own: every address exists, every port is free, and with {@link #resolver()}
 * every host name has an address. It has no threads, no descriptors, no files and no delays. A
 * datagram socket holds up to 256 messages that are not received yet, and drops what comes then.
 * Safe for use by any thread.
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
 */
public final class MemoryEngine implements Engine {
  private static final int BYTES_MAX = 64 * 1024;

  private final MemorySockets sockets;
  private final MemoryNames names = new MemoryNames();

  /** Creates a network whose streams hold 64 KiB in each direction. */
  public MemoryEngine() {
    this(BYTES_MAX);
  }

  /**
   * Creates a network.
   *
   * @param bytesMax how many bytes a stream holds in each direction before its writer blocks
   */
  public MemoryEngine(int bytesMax) {
    this.sockets = new MemorySockets(bytesMax);
  }

  /**
   * Returns a new network in memory with its own host names. Nothing in it is reachable from
   * another network; closing it closes its sockets.
   */
  public static Network network() {
    var engine = new MemoryEngine();
    return Network.over(engine).withResolver(engine.resolver());
  }

  /**
   * Returns the host names of this network, for {@link Network#withResolver}. {@code localhost}
   * resolves to 127.0.0.1 and ::1; every other name resolves to an IPv4 address of its own, so that
   * a server can listen and clients can connect under any name. No lookup fails.
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
   * Describes each socket that is open now. The list is empty when a test has closed all that it
   * opened.
   */
  public List<String> openHandles() {
    return sockets.describeOpen();
  }

  /** Closes the sockets that are still open. */
  @Override
  public void close() {
    sockets.closeAll();
  }
}
