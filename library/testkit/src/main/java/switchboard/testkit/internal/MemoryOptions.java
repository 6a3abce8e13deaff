package switchboard.testkit.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Option;
import switchboard.net.Options;

/**
 * The options of one socket in memory. All options that this kind of socket has are stored, but
 * only the options for broadcast, multicast, lingering and address reuse have an effect. Safe for
 * use by several threads.
 */
final class MemoryOptions implements ConnectionOptions {
  private static final int BUFFER_BYTES = 212_992; // net.core.rmem_default of Linux

  private final Map<Option<?>, Object> values; // guarded by this map

  private MemoryOptions(Map<Option<?>, Object> defaults, Options chosen) {
    this.values = defaults;
    chosen.forEach((option, value) -> {
      requireValid(option, value);
      defaults.replace(option, value);
    });
  }

  private static void requireValid(Option<?> option, Object value) {
    if (option == Option.MULTICAST_TTL
        && !(value instanceof Integer ttl && ttl >= 0 && ttl < 256)) {
      throw new IllegalArgumentException(
          "option " + option + " must be from 0 to 255, not " + value);
    }
  }

  static MemoryOptions ofStream(Address near, Options chosen) {
    Map<Option<?>, Object> known = buffers();
    if (near instanceof Address.Inet) {
      known.put(Option.NO_DELAY, true);
      known.put(Option.KEEP_ALIVE, false);
      known.put(Option.KEEP_ALIVE_IDLE, Duration.ofHours(2));
      known.put(Option.KEEP_ALIVE_INTERVAL, Duration.ofSeconds(75));
      known.put(Option.KEEP_ALIVE_COUNT, 9);
      known.put(Option.LINGER, Duration.ofSeconds(-1));
      known.put(Option.TRAFFIC_CLASS, 0);
    }
    return new MemoryOptions(known, chosen);
  }

  static MemoryOptions ofListener(Address near, Options chosen) {
    var known = new LinkedHashMap<Option<?>, Object>();
    known.put(Option.RECEIVE_BUFFER, BUFFER_BYTES);
    if (near instanceof Address.Inet) {
      known.put(Option.REUSE_ADDRESS, true);
    }
    return new MemoryOptions(known, chosen);
  }

  static MemoryOptions ofDatagrams(Options chosen) {
    Map<Option<?>, Object> known = buffers();
    known.put(Option.REUSE_ADDRESS, false);
    known.put(Option.TRAFFIC_CLASS, 0);
    known.put(Option.BROADCAST, false);
    known.put(Option.MULTICAST_TTL, 1);
    known.put(Option.MULTICAST_LOOP, true);
    known.put(Option.MULTICAST_INTERFACE, "");
    return new MemoryOptions(known, chosen);
  }

  private static Map<Option<?>, Object> buffers() {
    var known = new LinkedHashMap<Option<?>, Object>();
    known.put(Option.SEND_BUFFER, BUFFER_BYTES);
    known.put(Option.RECEIVE_BUFFER, BUFFER_BYTES);
    return known;
  }

  @Override
  public boolean supports(Option<?> option) {
    synchronized (values) {
      return values.containsKey(option);
    }
  }

  @Override
  public <T> T get(Option<T> option) {
    @Nullable Object value;
    synchronized (values) {
      value = values.get(option);
    }
    if (value == null) {
      throw unknown(option);
    }
    return option.type().cast(value);
  }

  @Override
  public <T> void set(Option<T> option, T value) {
    requireValid(option, value);
    synchronized (values) {
      if (values.replace(option, option.type().cast(value)) == null) {
        throw unknown(option);
      }
    }
  }

  private static UnsupportedOperationException unknown(Option<?> option) {
    return new UnsupportedOperationException(
        "option " + option + " is not supported by this kind of socket");
  }
}
