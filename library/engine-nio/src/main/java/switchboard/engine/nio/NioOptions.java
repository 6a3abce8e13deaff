package switchboard.engine.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionOptions;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.spi.support.MulticastInterfaces;

/**
 * The options of one channel. Maps them to the socket options of the JDK, which stores durations in
 * whole seconds.
 */
record NioOptions(NetworkChannel channel) implements ConnectionOptions {
  private static final Map<Option<?>, SocketOption<?>> NAMES =
      Map.ofEntries(
          Map.entry(Option.NO_DELAY, StandardSocketOptions.TCP_NODELAY),
          Map.entry(Option.KEEP_ALIVE, StandardSocketOptions.SO_KEEPALIVE),
          Map.entry(Option.KEEP_ALIVE_IDLE, ExtendedSocketOptions.TCP_KEEPIDLE),
          Map.entry(Option.KEEP_ALIVE_INTERVAL, ExtendedSocketOptions.TCP_KEEPINTERVAL),
          Map.entry(Option.KEEP_ALIVE_COUNT, ExtendedSocketOptions.TCP_KEEPCOUNT),
          Map.entry(Option.SEND_BUFFER, StandardSocketOptions.SO_SNDBUF),
          Map.entry(Option.RECEIVE_BUFFER, StandardSocketOptions.SO_RCVBUF),
          Map.entry(Option.LINGER, StandardSocketOptions.SO_LINGER),
          Map.entry(Option.REUSE_ADDRESS, StandardSocketOptions.SO_REUSEADDR),
          Map.entry(Option.REUSE_PORT, StandardSocketOptions.SO_REUSEPORT),
          Map.entry(Option.TRAFFIC_CLASS, StandardSocketOptions.IP_TOS),
          Map.entry(Option.BROADCAST, StandardSocketOptions.SO_BROADCAST),
          Map.entry(Option.MULTICAST_TTL, StandardSocketOptions.IP_MULTICAST_TTL),
          Map.entry(Option.MULTICAST_LOOP, StandardSocketOptions.IP_MULTICAST_LOOP),
          Map.entry(Option.MULTICAST_INTERFACE, StandardSocketOptions.IP_MULTICAST_IF));

  @Override
  public boolean supports(Option<?> option) {
    SocketOption<?> name = NAMES.get(option);
    return name != null && channel.supportedOptions().contains(name);
  }

  @Override
  public <T> T get(Option<T> option) throws IOException {
    return option.type().cast(ours(option, read(name(option))));
  }

  private static Object ours(Option<?> option, @Nullable Object theirs) {
    return switch (theirs) {
      case null -> ""; // the system chooses the interface; other options are never null
      case NetworkInterface chosen -> chosen.getName();
      case Integer seconds when option.type() == Duration.class -> Duration.ofSeconds(seconds);
      default -> theirs;
    };
  }

  @Override
  public <T> void set(Option<T> option, T value) throws IOException {
    SocketOption<?> name = name(option);
    if (name == StandardSocketOptions.IP_MULTICAST_IF && value.equals(get(option))) {
      return; // the JDK cannot reset the interface to "not chosen"
    }
    setUnchecked(name, theirs(value));
  }

  private static Object theirs(Object ours) throws IOException {
    return switch (ours) {
      case Duration duration -> Math.toIntExact(duration.toSeconds());
      case String interfaceName -> MulticastInterfaces.named(interfaceName);
      default -> ours;
    };
  }

  private @Nullable Object read(SocketOption<?> name) throws IOException {
    try {
      return channel.getOption(name);
    } catch (IOException e) {
      throw NioErrors.translate(e);
    }
  }

  @SuppressWarnings("unchecked") // NAMES pairs options of the same type
  private void setUnchecked(SocketOption<?> name, Object value) throws IOException {
    try {
      channel.setOption((SocketOption<Object>) name, value);
    } catch (IOException e) {
      throw NioErrors.translate(e);
    }
  }

  private SocketOption<?> name(Option<?> option) {
    @Nullable SocketOption<?> name = NAMES.get(option);
    if (name == null || !supports(option)) {
      throw new UnsupportedOperationException(
          "option " + option + " is not supported by this kind of socket on the nio engine");
    }
    return name;
  }

  /**
   * Sets those of {@code options} that this kind of channel supports. Ignores other options,
   * because they may be intended for another kind of channel, such as a listening channel.
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
}
