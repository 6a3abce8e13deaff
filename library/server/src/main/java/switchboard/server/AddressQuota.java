package switchboard.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.net.Address;

/**
 * Limits the amount of a resource, such as concurrent uploads or disk space, that each client
 * address may use. IPv6 addresses with the same first 64 bits share one quota ({@link
 * Address.Inet#hostPrefix}). Clients of Unix sockets are not limited, because file permissions
 * control the access to Unix sockets. Safe for use by several threads.
 *
 * <pre>{@code
 * var uploads = new AddressQuota();
 * if (uploads.tryAcquire(connection.remote(), 1, 10)) {
 *   try {
 *     connection.source().transferTo(connection.sink());
 *   } finally {
 *     uploads.release(connection.remote(), 1);
 *   }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class AddressQuota {
  private final Map<Address.Inet, Long> taken = new ConcurrentHashMap<>();

  /** Creates a quota in which no address has acquired anything. */
  public AddressQuota() {}

  /**
   * Acquires {@code amount} for {@code remote}, unless the total that this address has acquired
   * would exceed {@code max}. Does not block.
   *
   * @param remote the address of a client
   * @param amount the amount to acquire, in any unit
   * @param max the maximum total for the address, in the same unit as {@code amount}
   * @return true if the amount was acquired; the caller must release it by {@link #release} with
   *     the same address
   */
  public boolean tryAcquire(Address remote, long amount, long max) {
    if (!(remote instanceof Address.Inet inet)) {
      return true;
    }
    boolean[] fits = {false};
    taken.compute(
        inet.hostPrefix(),
        (_, before) -> {
          long now = before == null ? 0 : before;
          fits[0] = amount <= max - now;
          long after = fits[0] ? now + amount : now;
          return after == 0 ? null : Long.valueOf(after);
        });
    return fits[0];
  }

  /**
   * Releases an amount that {@link #tryAcquire} has acquired.
   *
   * @param remote the address for which the amount was acquired
   * @param amount the amount to release
   */
  public void release(Address remote, long amount) {
    if (remote instanceof Address.Inet inet) {
      taken.computeIfPresent(
          inet.hostPrefix(),
          (_, before) -> before <= amount ? null : Long.valueOf(before - amount));
    }
  }

  /** {@return the number of addresses that have acquired an amount and not released all of it} */
  public int addresses() {
    return taken.size();
  }
}
