package switchboard.net.spi;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Options;
import switchboard.net.spi.support.EventLoop;

/**
 * Where sockets come from: the kernel by one of its interfaces, memory, or a simulation. Every
 * method may be called from any thread and none blocks; handles do the blocking.
 */
public interface Engine extends AutoCloseable {

  /** Short, lower case: {@code nio}, {@code memory}. */
  String name();

  /** What it can; the contracts skip a case only for a capability that is missing here. */
  Set<Capability> capabilities();

  /** Starts to connect; the options that apply are set before. */
  ConnectHandle connect(Address remote, Options options) throws IOException;

  /** Listens. */
  ListenerHandle listen(Address local, Options options) throws IOException;

  /**
   * Opens a datagram socket.
   *
   * @param local null lets the system choose, in the family of {@code remote}
   * @param remote null hears everybody; else it sends to and hears from this address alone
   */
  DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options)
      throws IOException;

  /**
   * Builds virtual threads that never leave one of the engine's loops, the one whose turn it is;
   * null if the engine has no loops, or the JVM does not let them be.
   */
  default Thread.Builder.@Nullable OfVirtual eventLoopThread() {
    return null;
  }

  /** Those of its loops that run. */
  default List<EventLoop> eventLoops() {
    return List.of();
  }

  /** Ends the engine's own threads. Handles that are still open are useless afterwards. */
  @Override
  void close();
}
