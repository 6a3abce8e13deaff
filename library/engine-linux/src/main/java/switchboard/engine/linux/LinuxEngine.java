package switchboard.engine.linux;

import java.io.IOException;
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
import switchboard.net.spi.support.ReadinessDatagrams;
import switchboard.net.spi.support.ReadinessListener;

/**
 * The engine over the sockets of the Linux kernel. All sockets are non-blocking; threads wait for
 * them with epoll(7).
 */
final class LinuxEngine implements Engine {
  /**
   * The default backlog. If the kernel's limit for backlogs is lower, the kernel uses its limit.
   */
  private static final int BACKLOG = 1024;

  private final Kernel kernel;
  private final EngineLoops<EpollWatcher> loops;

  LinuxEngine(Kernel kernel) throws SystemError {
    this.kernel = kernel;
    this.loops = new EngineLoops<>(() -> new EpollWatcher(kernel), EpollPoller::new);
  }

  @Override
  public String name() {
    return "epoll";
  }

  @Override
  public Set<Capability> capabilities() {
    var able = EnumSet.allOf(Capability.class);
    if (!hasIpv6()) {
      able.remove(Capability.TCP6);
      able.remove(Capability.DUAL_STACK);
    }
    if (EventLoopThreads.unavailableReason() != null) {
      able.remove(Capability.EVENT_LOOPS);
    }
    if (FileNumbers.unavailableBecause() != null) {
      able.remove(Capability.ZERO_COPY_SEND);
      able.remove(Capability.ZERO_COPY_RECEIVE);
    }
    return able;
  }

  private boolean hasIpv6() {
    int probe = kernel.socket(Platform.AF_INET6, Platform.SOCK_STREAM);
    if (probe >= 0) {
      kernel.close(probe);
    }
    return !Errno.EAFNOSUPPORT.is(probe);
  }

  @Override
  public Thread.Builder.@Nullable OfVirtual eventLoopThread() {
    return loops.eventLoopThread();
  }

  @Override
  public List<EventLoop> eventLoops() {
    return loops.running();
  }

  /**
   * Adds TCP_NODELAY, the library's default for streams, unless the options already contain it; see
   * docs/decisions.
   */
  private static Options streamOptions(Address local, Options options) {
    return local instanceof Address.Inet && options.get(Option.NO_DELAY).isEmpty()
        ? options.with(Option.NO_DELAY, true)
        : options;
  }

  private LinuxSocket open(int family, int type) throws SystemError {
    LinuxSocket socket = LinuxSocket.open(kernel, loops, family, type);
    if (family == Platform.AF_INET6) {
      LinuxOptions.speakBoth(socket);
    }
    return socket;
  }

  private interface Step<T> {
    T with(LinuxSocket socket) throws IOException;
  }

  /**
   * Opens a socket and passes it to {@code step}. Closes the socket if {@code step} throws an
   * exception.
   */
  private <T> T made(int family, int type, Step<T> step) throws IOException {
    LinuxSocket socket = open(family, type);
    boolean done = false;
    try {
      T made = step.with(socket);
      done = true;
      return made;
    } finally {
      if (!done) {
        socket.close();
      }
    }
  }

  @Override
  public ConnectHandle connect(Address remote, Options options) throws IOException {
    int family = SocketAddresses.family(remote);
    return made(
        family,
        Platform.SOCK_STREAM,
        socket -> {
          new LinuxOptions(socket, LinuxOptions.Kind.stream(remote))
              .setThoseThatApply(streamOptions(remote, options));
          Address.Inet local = options.get(Option.LOCAL_ADDRESS).orElse(null);
          if (local != null) {
            Sockets.bindBeforeConnect(socket, local, family);
          }
          return LinuxConnectCalls.connect(socket, remote, family);
        });
  }

  @Override
  public ListenerHandle listen(Address local, Options options) throws IOException {
    int family = familyToBind(local);
    return made(family, Platform.SOCK_STREAM, socket -> listening(socket, local, family, options));
  }

  private ListenerHandle listening(LinuxSocket socket, Address local, int family, Options options)
      throws IOException {
    var own = new LinuxOptions(socket, LinuxOptions.Kind.listener(local));
    // Accepted TCP sockets inherit the options of the listener; Unix sockets do not.
    boolean inherited = local instanceof Address.Inet;
    if (inherited) {
      own.set(Option.REUSE_ADDRESS, true);
    }
    own.setThoseThatApply(streamOptions(local, options));
    int backlog = options.get(Option.BACKLOG).orElse(BACKLOG);
    Object fileKey = Sockets.listen(socket, local, family, backlog);
    Address bound = Sockets.local(socket);
    Options notInherited = inherited ? Options.none() : options;
    var calls = new LinuxListenerCalls(socket, loops, bound, notInherited);
    return new ReadinessListener<>(socket, calls, bound, fileKey);
  }

  @Override
  public DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options)
      throws IOException {
    Address where = local != null ? local : remote != null ? remote : Address.wildcard(0);
    int family = familyToBind(where);
    return made(
        family,
        Platform.SOCK_DGRAM,
        socket -> {
          LinuxOptions.hearOwnGroups(socket, family);
          boolean everywhere = remote == null && Sockets.isEverywhere(where);
          if (everywhere) {
            AddressedMessages.enable(socket, family);
          }
          new LinuxOptions(socket, LinuxOptions.Kind.datagrams(where)).setThoseThatApply(options);
          if (local != null || remote == null) {
            Sockets.bind(socket, where, family);
          }
          if (remote != null) {
            connect(socket, remote, family);
          }
          Address bound = Sockets.local(socket);
          var addressed = everywhere ? new AddressedMessages(socket) : null;
          var calls = new LinuxDatagramCalls(socket, family, bound, addressed);
          return new ReadinessDatagrams(socket, calls, bound);
        });
  }

  private static void connect(LinuxSocket socket, Address remote, int family) throws SystemError {
    int result = Sockets.connect(socket, SocketAddresses.encode(remote, family));
    if (result < 0) {
      throw Errno.ofConnect(result);
    }
  }

  /**
   * Returns the address family of a socket that binds to {@code local}. A socket for the wildcard
   * address uses IPv6, which includes IPv4, or only IPv4 on a machine without IPv6.
   */
  private int familyToBind(Address local) {
    int family = SocketAddresses.family(local);
    boolean six = family == Platform.AF_INET6;
    return six && Sockets.isEverywhere(local) && !hasIpv6() ? Platform.AF_INET : family;
  }

  @Override
  public void close() {
    loops.close();
  }
}
