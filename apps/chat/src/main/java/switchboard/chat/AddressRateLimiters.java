package switchboard.chat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;

/**
 * The line rates of client addresses. All connections of an address share one, and it outlives
 * them, so that reconnecting does not refill the bucket. Thread-safe.
 */
final class AddressRateLimiters {
  /** From this number of addresses on, full buckets are removed before another one is added. */
  private static final int SWEEP_AT = 1_000;

  private final Supplier<LineRateLimiter> fresh;
  private final Map<Address.Inet, LineRateLimiter> rates = new ConcurrentHashMap<>();

  AddressRateLimiters(Supplier<LineRateLimiter> fresh) {
    this.fresh = fresh;
  }

  /** Returns the rate of an address; null for Unix sockets, which are not limited by address. */
  @Nullable LineRateLimiter of(Address remote, long nowNanos) {
    if (!(remote instanceof Address.Inet inet)) {
      return null;
    }
    if (rates.size() >= SWEEP_AT) {
      rates.values().removeIf(rate -> rate.isFull(nowNanos));
    }
    return rates.computeIfAbsent(inet.hostPrefix(), _ -> fresh.get());
  }

  /** Returns the number of addresses that have a rate. */
  int size() {
    return rates.size();
  }
}
