package switchboard.chat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;

/**
 * The rate limiters of client addresses, one for each address. All connections from an address
 * share its rate limiter. When these connections are closed, the limiter is kept at least until its
 * token bucket is full again. Closing a connection and opening a new one therefore does not refill
 * the bucket. Thread-safe.
 */
final class AddressRateLimiters {
  /**
   * If there are at least this many rate limiters, those with full buckets are removed before
   * another rate limiter is added.
   */
  private static final int SWEEP_AT = 1_000;

  private final Supplier<LineRateLimiter> fresh;
  private final Map<Address.Inet, LineRateLimiter> rates = new ConcurrentHashMap<>();

  AddressRateLimiters(Supplier<LineRateLimiter> fresh) {
    this.fresh = fresh;
  }

  /**
   * Returns the rate limiter of an address; null for Unix sockets, which are not limited by
   * address.
   */
  @Nullable LineRateLimiter of(Address remote, long nowNanos) {
    if (!(remote instanceof Address.Inet inet)) {
      return null;
    }
    if (rates.size() >= SWEEP_AT) {
      rates.values().removeIf(rate -> rate.isFull(nowNanos));
    }
    return rates.computeIfAbsent(inet.hostPrefix(), _ -> fresh.get());
  }

  /** Returns the number of addresses that have a rate limiter. */
  int size() {
    return rates.size();
  }
}
