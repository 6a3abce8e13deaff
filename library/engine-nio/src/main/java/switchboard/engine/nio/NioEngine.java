package switchboard.engine.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.spi.Capability;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Engine;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EngineLoops;
import switchboard.net.spi.support.EventLoop;
import switchboard.net.spi.support.EventLoopThreads;
import switchboard.net.spi.support.ReadinessConnect;
import switchboard.net.spi.support.ReadinessDatagrams;
import switchboard.net.spi.support.ReadinessListener;

/**
 * The portable engine, which uses the channels of the JDK. All channels are non-blocking, because a
 * blocking channel has two disadvantages: it is closed if a thread is interrupted inside one of its
 * methods, and its writes have no timeout. This engine has been tested on Linux only.
 */
final class NioEngine implements Engine {
  /**
   * The default backlog. If the kernel's limit for backlogs is lower, the kernel uses its limit.
   */
  static final int BACKLOG = 1024;

  private final EngineLoops<SelectorWatcher> loops;

  NioEngine() {
    try {
      loops = new EngineLoops<>(SelectorWatcher::new, SelectorPoller::new);
      // The JDK opens further descriptors at the first select, and never retries if this fails.
      loops.startPollers();
    } catch (SystemError e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Thread.Builder.@Nullable OfVirtual eventLoopThread() {
    return loops.eventLoopThread();
  }

  @Override
  public List<EventLoop> eventLoops() {
    return loops.running();
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public Set<Capability> capabilities() {
    var able = EnumSet.allOf(Capability.class);
    able.remove(Capability.UNIX_ABSTRACT);
    able.remove(Capability.ZERO_COPY_RECEIVE); // the JDK uses sendfile(2), but not splice(2)
    able.remove(Capability.DATAGRAM_DESTINATION); // the JDK does not expose IP_PKTINFO
    able.remove(Capability.PEER_STATE); // the JDK does not expose EPOLLRDHUP
    able.remove(Capability.ACKNOWLEDGEMENTS);
    if (EventLoopThreads.unavailableReason() != null) {
      able.remove(Capability.EVENT_LOOPS);
    }
    if (!opens(() -> SocketChannel.open(StandardProtocolFamily.INET6))) {
      able.remove(Capability.TCP6);
      able.remove(Capability.DUAL_STACK);
    }
    if (!opens(() -> SocketChannel.open(StandardProtocolFamily.UNIX))) {
      able.remove(Capability.UNIX_STREAM);
    }
    return able;
  }

  private interface Opening {
    NetworkChannel open() throws IOException;
  }

  private static boolean opens(Opening opening) {
    try (var channel = opening.open()) {
      return channel.isOpen();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Adds TCP_NODELAY, the library's default for streams, unless the options already contain it; see
   * docs/decisions.
   */
  Options streamOptions(Address local, Options options) {
    return local instanceof Address.Inet && options.get(Option.NO_DELAY).isEmpty()
        ? options.with(Option.NO_DELAY, true)
        : options;
  }

  @Override
  public ConnectHandle connect(Address remote, Options options) throws IOException {
    if (remote instanceof Address.Unix unix) {
      return ReadinessConnect.retried(new NioUnixConnectCalls(unix, options, loops));
    }
    SocketChannel channel = null;
    boolean started = false;
    try {
      channel = opened(() -> SocketChannel.open(NioAddresses.family(remote)));
      new NioOptions(channel).setThoseThatApply(streamOptions(remote, options));
      bindBeforeConnect(channel, options);
      var socket = new NioSocket(channel, loops);
      var calls = new NioConnectCalls(channel, socket, remote);
      started = true;
      return ReadinessConnect.pending(socket, calls);
    } catch (IOException e) {
      throw NioErrors.ofConnect(e, remote);
    } finally {
      if (channel != null && !started) {
        channel.close();
      }
    }
  }

  private static void bindBeforeConnect(SocketChannel channel, Options options) throws IOException {
    Address.Inet local = options.get(Option.LOCAL_ADDRESS).orElse(null);
    if (local != null) {
      try {
        channel.bind(NioAddresses.toJdk(local));
      } catch (IOException e) {
        throw NioErrors.ofBind(e, local);
      }
    }
  }

  @Override
  public ListenerHandle listen(Address local, Options options) throws IOException {
    ServerSocketChannel channel = null;
    boolean listening = false;
    try {
      channel = opened(() -> ServerSocketChannel.open(familyToBind(local)));
      var own = new NioOptions(channel);
      if (local instanceof Address.Inet) {
        own.set(Option.REUSE_ADDRESS, true);
      }
      own.setThoseThatApply(options);
      tryForAccepted(local, options);
      int backlog = options.get(Option.BACKLOG).orElse(BACKLOG);
      Object fileKey = UnixPaths.bind(channel, NioAddresses.toJdk(local), backlog);
      ListenerHandle listener = listener(channel, options, fileKey);
      listening = true;
      return listener;
    } catch (IOException e) {
      throw NioErrors.ofBind(e, local);
    } finally {
      if (channel != null && !listening) {
        channel.close();
      }
    }
  }

  /**
   * Creates a listener for a bound channel. The listener owns the channel from this call on, and
   * closes it.
   */
  ListenerHandle listener(ServerSocketChannel channel, Options options, @Nullable Object fileKey)
      throws IOException {
    Address local = NioAddresses.fromJdk(channel.getLocalAddress());
    var socket = new NioSocket(channel, loops);
    var calls = new NioListenerCalls(channel, loops, streamOptions(local, options));
    return new ReadinessListener<>(socket, calls, local, fileKey);
  }

  /**
   * Sets the options on a channel that is used only for this test. If an option cannot be set on
   * accepted connections, listening fails; without this test, each accept would fail.
   */
  private void tryForAccepted(Address local, Options options) throws IOException {
    if (!options.equals(Options.none())) {
      try (var probe = SocketChannel.open(familyToBind(local))) {
        new NioOptions(probe).setThoseThatApply(streamOptions(local, options));
      }
    }
  }

  @Override
  public DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options)
      throws IOException {
    DatagramChannel channel = null;
    boolean bound = false;
    try {
      Address where = local != null ? local : remote;
      channel =
          opened(() ->
              where == null ? DatagramChannel.open() : DatagramChannel.open(familyToBind(where)));
      new NioOptions(channel).setThoseThatApply(options);
      channel.bind(local == null ? null : NioAddresses.toJdk(local));
      if (remote != null) {
        connect(channel, remote);
      }
      var datagrams =
          new ReadinessDatagrams(
              new NioSocket(channel, loops),
              new NioDatagramCalls(channel),
              NioAddresses.fromJdk(channel.getLocalAddress()));
      bound = true;
      return datagrams;
    } catch (IOException e) {
      throw NioErrors.ofBind(e, local);
    } finally {
      if (channel != null && !bound) {
        channel.close();
      }
    }
  }

  private static void connect(DatagramChannel channel, Address remote) throws IOException {
    try {
      channel.connect(NioAddresses.toJdk(remote));
    } catch (IOException e) {
      throw NioErrors.ofConnect(e, remote);
    }
  }

  private interface Channels<T> {
    T open() throws IOException;
  }

  private static <T> T opened(Channels<T> channels) throws IOException {
    try {
      return channels.open();
    } catch (UnsupportedOperationException e) {
      throw NioErrors.noFamily(e);
    }
  }

  /**
   * Returns the protocol family of a channel that binds to {@code local}. A channel for the
   * wildcard address uses IPv6, which includes IPv4, or only IPv4 on a machine without IPv6.
   */
  private static ProtocolFamily familyToBind(Address local) {
    ProtocolFamily family = NioAddresses.family(local);
    boolean everywhere = local instanceof Address.Inet inet && inet.ip().isAnyLocalAddress();
    boolean six = family == StandardProtocolFamily.INET6;
    return everywhere && six && !opens(() -> SocketChannel.open(family))
        ? StandardProtocolFamily.INET
        : family;
  }

  @Override
  public void close() {
    loops.close();
  }
}
