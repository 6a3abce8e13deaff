package switchboard.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.net.Address;

/**
 * Limits how much of a resource, such as concurrent uploads or disk space, each client address may
 * hold. IPv6 addresses with the same first 64 bits share one quota ({@link
 * Address.Inet#hostPrefix}). Unix sockets are not limited, because the permissions of their files
 * control access. Safe for use by several threads.
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

  /** Creates a quota of which nothing is acquired. */
  public AddressQuota() {}

  /**
   * Acquires {@code amount} for {@code remote}, unless that address would then hold more than
   * {@code max}. Does not block.
   *
   * @param remote the address of a client
   * @param amount the amount to acquire, in any unit
   * @param max the maximum that the address may hold, in the same unit
   * @return true if it was acquired, and must be released by {@link #release} with the same address
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
   * Releases what {@link #tryAcquire} has acquired.
   *
   * @param remote the address for which it was acquired
   * @param amount the amount to release
   */
  public void release(Address remote, long amount) {
    if (remote instanceof Address.Inet inet) {
      taken.computeIfPresent(
          inet.hostPrefix(),
          (_, before) -> before <= amount ? null : Long.valueOf(before - amount));
    }
  }

  /** {@return the number of addresses that hold something} */
  public int addresses() {
    return taken.size();
  }
}
