package switchboard.chat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;

/**
 * The line rates of client addresses, which all connections of an address share, and which outlive
 * them: hanging up and calling again does not fill the bucket. Any thread.
 */
final class AddressRateLimiters {
  /** Above this number, full buckets are removed before another one is added. */
  private static final int SWEEP_AT = 1_000;

  private final Supplier<LineRateLimiter> fresh;
  private final Map<Address.Inet, LineRateLimiter> rates = new ConcurrentHashMap<>();

  AddressRateLimiters(Supplier<LineRateLimiter> fresh) {
    this.fresh = fresh;
  }

  /** The rate of that address; null for Unix sockets, which are not limited by address. */
  @Nullable LineRateLimiter of(Address remote, long nowNanos) {
    if (!(remote instanceof Address.Inet inet)) {
      return null;
    }
    if (rates.size() >= SWEEP_AT) {
      rates.values().removeIf(rate -> rate.isFull(nowNanos));
    }
    return rates.computeIfAbsent(inet.hostPrefix(), _ -> fresh.get());
  }

  /** How many addresses have a rate. */
  int size() {
    return rates.size();
  }
}
