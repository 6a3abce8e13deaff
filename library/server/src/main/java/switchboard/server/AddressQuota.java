package switchboard.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.net.Address;

/**
 * Counts what each client address has taken of something that is limited, such as uploads or bytes
 * of the disk. Addresses count as {@link Address.Inet#hostPrefix} says; Unix sockets are not
 * limited, since the permissions of their files say who may connect. Any thread.
 *
 * <p>{@code if (quota.tryTake(remote, 1, 10)) { try { receive(); } finally { quota.giveBack(remote,
 * 1); } }}
 */
public final class AddressQuota {
  private final Map<Address.Inet, Long> taken = new ConcurrentHashMap<>();

  /** Nothing is taken. */
  public AddressQuota() {}

  /**
   * Takes {@code amount} for {@code remote} unless it would then have more than {@code max}.
   *
   * @return whether it was taken; then {@link #release} must be called later
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

  /** Returns {@code amount} that {@link #tryAcquire} has taken for {@code remote}. */
  public void release(Address remote, long amount) {
    if (remote instanceof Address.Inet inet) {
      taken.computeIfPresent(
          inet.hostPrefix(),
          (_, before) -> before <= amount ? null : Long.valueOf(before - amount));
    }
  }

  /** Returns how many addresses have taken something. */
  public int addresses() {
    return taken.size();
  }
}
