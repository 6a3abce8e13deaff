package switchboard.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.net.Address;

/**
 * Counts how much of a limited resource, such as uploads or disk space, each client address has
 * taken. Addresses count by {@link Address.Inet#hostPrefix}; Unix sockets are not limited, since
 * the permissions of their files control who may connect. Safe for use by several threads.
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
 */
public final class AddressQuota {
  private final Map<Address.Inet, Long> taken = new ConcurrentHashMap<>();

  /** Creates a quota of which nothing is taken. */
  public AddressQuota() {}

  /**
   * Takes {@code amount} for {@code remote} unless that address would then have more than {@code
   * max}.
   *
   * @return whether it was taken; then {@link #release} must be called later with the same address
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

  /** Gives back {@code amount} that {@link #tryAcquire} has taken for {@code remote}. */
  public void release(Address remote, long amount) {
    if (remote instanceof Address.Inet inet) {
      taken.computeIfPresent(
          inet.hostPrefix(),
          (_, before) -> before <= amount ? null : Long.valueOf(before - amount));
    }
  }

  /** Returns the number of addresses that have taken something. */
  public int addresses() {
    return taken.size();
  }
}
