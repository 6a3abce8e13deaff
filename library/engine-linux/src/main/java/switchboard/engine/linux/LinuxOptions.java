package switchboard.engine.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.spi.SystemError;

/**
 * The options of one socket. Maps them to the kernel's option numbers (socket(7), tcp(7), ip(7),
 * ipv6(7)).
 */
record LinuxOptions(LinuxSocket socket, Kind kind) implements ConnectionOptions {
  static final int IPPROTO_IP = 0;
  static final int IPPROTO_IPV6 = 41;

  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int SO_LINGER = 13;
  private static final int IPV6_V6ONLY = 26;
  private static final int IP_BIND_ADDRESS_NO_PORT = 24;
  private static final int IP_MULTICAST_ALL = 49;
  private static final int IPV6_MULTICAST_ALL = 29;

  private static final Set<Option<?>> OF_ALL = Set.of(Option.SEND_BUFFER, Option.RECEIVE_BUFFER);
  private static final Set<Option<?>> OF_STREAMS =
      Set.of(
          Option.NO_DELAY,
          Option.KEEP_ALIVE,
          Option.KEEP_ALIVE_IDLE,
          Option.KEEP_ALIVE_INTERVAL,
          Option.KEEP_ALIVE_COUNT,
          Option.LINGER);
  private static final Set<Option<?>> OF_IP =
      Set.of(Option.REUSE_ADDRESS, Option.REUSE_PORT, Option.TRAFFIC_CLASS);
  private static final Set<Option<?>> OF_DATAGRAMS =
      Set.of(
          Option.BROADCAST,
          Option.MULTICAST_TTL,
          Option.MULTICAST_LOOP,
          Option.MULTICAST_INTERFACE);

  /** The kind of a socket, which decides which options the socket supports. */
  record Kind(int family, boolean datagrams) {

    static Kind stream(Address address) {
      return new Kind(SocketAddresses.family(address), false);
    }

    /**
     * Returns the kind of a listener. A listener supports the options of streams, because accepted
     * sockets inherit them.
     */
    static Kind listener(Address address) {
      return stream(address);
    }

    static Kind datagrams(Address address) {
      return new Kind(SocketAddresses.family(address), true);
    }

    private boolean isInet() {
      return family != Platform.AF_UNIX;
    }

    private boolean knows(Option<?> option) {
      return OF_ALL.contains(option)
          || (isInet() && OF_IP.contains(option))
          || (isInet() && (datagrams ? OF_DATAGRAMS : OF_STREAMS).contains(option));
    }
  }

  /** Sets SO_LINGER to zero seconds, so that close(2) sends a reset. */
  static void resetOnClose(LinuxSocket socket) throws SystemError {
    set(socket, SOL_SOCKET, SO_LINGER, new int[] {1, 0});
  }

  /** Reads SO_ERROR, the result of a connect. Reading this option also clears it. */
  static int error(LinuxSocket socket) throws SystemError {
    return get(socket, SOL_SOCKET, SO_ERROR, new int[1])[0];
  }

  /** Makes an IPv6 socket use both IPv6 and IPv4, independently of the system's default. */
  static void speakBoth(LinuxSocket socket) throws SystemError {
    set(socket, IPPROTO_IPV6, IPV6_V6ONLY, new int[] {0});
  }

  /**
   * Makes connect(2) choose the local port, instead of bind(2). The option also works for IPv6,
   * despite its name.
   */
  static void choosePortAtConnect(LinuxSocket socket) throws SystemError {
    set(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, new int[] {1});
  }

  /**
   * Makes a socket receive datagrams only of the groups that it has joined. By default, a socket
   * also receives the datagrams of groups that only other sockets of this machine have joined.
   */
  static void hearOwnGroups(LinuxSocket socket, int family) throws SystemError {
    set(socket, IPPROTO_IP, IP_MULTICAST_ALL, new int[] {0});
    if (family == Platform.AF_INET6) {
      set(socket, IPPROTO_IPV6, IPV6_MULTICAST_ALL, new int[] {0});
    }
  }

  static int[] get(LinuxSocket socket, int level, int name, int[] value) throws SystemError {
    int number = socket.enter();
    try {
      Errno.require(socket.kernel().getsockopt(number, level, name, value));
      return value;
    } finally {
      socket.leave();
    }
  }

  static void set(LinuxSocket socket, int level, int name, int[] value) throws SystemError {
    int number = socket.enter();
    try {
      Errno.require(socket.kernel().setsockopt(number, level, name, value));
    } finally {
      socket.leave();
    }
  }

  @Override
  public boolean supports(Option<?> option) {
    return kind.knows(option);
  }

  @Override
  public <T> T get(Option<T> option) throws IOException {
    requireKnown(option);
    if (option.equals(Option.MULTICAST_INTERFACE)) {
      return option.type().cast(new SendingInterface(socket, kind.family).name());
    }
    return option.type().cast(KernelOption.of(option, kind.family).get(socket));
  }

  @Override
  public <T> void set(Option<T> option, T value) throws IOException {
    requireKnown(option);
    if (value instanceof String interfaceName) {
      new SendingInterface(socket, kind.family).choose(interfaceName);
    } else {
      KernelOption.of(option, kind.family).set(socket, value);
    }
  }

  private void requireKnown(Option<?> option) {
    if (!supports(option)) {
      throw new UnsupportedOperationException(
          "option " + option + " is not supported by this kind of socket on the Linux engine");
    }
  }

  /**
   * Sets those of {@code options} that this kind of socket supports. Ignores other options, because
   * they may be intended for another kind of socket, such as a listening socket.
   */
  void setThoseThatApply(Options options) throws IOException {
    try {
      options.forEach((option, value) -> {
        if (supports(option)) {
          try {
            set(cast(option), value);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @SuppressWarnings("unchecked") // each value in Options has the type of its option
  private static Option<Object> cast(Option<?> option) {
    return (Option<Object>) option;
  }

  /**
   * A socket option of the kernel.
   *
   * @param max the largest valid value
   */
  private record KernelOption(Option<?> option, int level, int name, int max) {
    private static final int IPPROTO_TCP = 6;
    private static final int BYTE = 255;

    static KernelOption of(Option<?> option, int family) {
      boolean six = family == Platform.AF_INET6;
      KernelOption found =
          switch (option.name()) {
            case "no-delay" -> socketOption(option, IPPROTO_TCP, 1);
            case "keep-alive" -> socketOption(option, SOL_SOCKET, 9);
            case "keep-alive-idle" -> socketOption(option, IPPROTO_TCP, 4);
            case "keep-alive-interval" -> socketOption(option, IPPROTO_TCP, 5);
            case "keep-alive-count" -> socketOption(option, IPPROTO_TCP, 6);
            case "send-buffer" -> socketOption(option, SOL_SOCKET, 7);
            case "receive-buffer" -> socketOption(option, SOL_SOCKET, 8);
            case "linger" -> socketOption(option, SOL_SOCKET, SO_LINGER);
            case "reuse-address" -> socketOption(option, SOL_SOCKET, 2);
            case "reuse-port" -> socketOption(option, SOL_SOCKET, 15);
            case "broadcast" -> socketOption(option, SOL_SOCKET, 6);
            case "traffic-class" -> ofFamily(option, six, 1, 67);
            case "multicast-ttl" -> ofFamily(option, six, 33, 18);
            case "multicast-loop" -> ofFamily(option, six, 34, 19);
            default -> null;
          };
      if (found == null) {
        throw new UnsupportedOperationException(
            "option " + option + " is not known to the Linux engine");
      }
      return found;
    }

    private static KernelOption socketOption(Option<?> option, int level, int name) {
      return new KernelOption(option, level, name, Integer.MAX_VALUE);
    }

    private static @Nullable KernelOption ofFamily(
        Option<?> option, boolean six, int name4, int name6) {
      return six
          ? new KernelOption(option, IPPROTO_IPV6, name6, BYTE)
          : new KernelOption(option, IPPROTO_IP, name4, BYTE);
    }

    Object get(LinuxSocket socket) throws SystemError {
      if (name == SO_LINGER && level == SOL_SOCKET) {
        int[] linger = LinuxOptions.get(socket, level, name, new int[2]);
        return Duration.ofSeconds(linger[0] == 0 ? -1 : linger[1]);
      }
      int value = LinuxOptions.get(socket, level, name, new int[1])[0];
      if (option.type() == Boolean.class) {
        return value != 0;
      }
      return option.type() == Duration.class ? Duration.ofSeconds(value) : (Object) value;
    }

    void set(LinuxSocket socket, Object value) throws SystemError {
      LinuxOptions.set(socket, level, name, encoded(value));
    }

    private int[] encoded(Object value) {
      return switch (value) {
        case Boolean on -> new int[] {on ? 1 : 0};
        case Duration linger when name == SO_LINGER ->
            new int[] {linger.isNegative() ? 0 : 1, (int) Math.max(0, linger.toSeconds())};
        case Duration time -> new int[] {checked(Math.toIntExact(time.toSeconds()))};
        default -> new int[] {checked((Integer) value)};
      };
    }

    private int checked(int value) {
      if (value < 0 || value > max) {
        throw new IllegalArgumentException(
            "option " + option + " must be from 0 to " + max + ", not " + value);
      }
      return value;
    }
  }
}
