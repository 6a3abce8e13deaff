package switchboard.net.internal;

import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import switchboard.net.Connection;
import switchboard.net.Failure;
import switchboard.net.Source;
import switchboard.net.SystemCallException;

/**
 * Charges the buffer of one {@link Source}, where it is larger than usual, to the memory budget of
 * the process. A peer that sends half of a large message keeps its charge until the rest arrives.
 *
 * <p>The reading thread releases the charge when its buffer is empty. A reader that stops before
 * that does not; so when the budget is used up, the charges of closed connections are released
 * first. Any thread.
 */
public final class InputCharge {
  private static final Log LOG = Log.named("switchboard.net");
  private static final Set<InputCharge> CHARGED = ConcurrentHashMap.newKeySet();

  private final MemoryBudget budget;

  /**
   * The connection that is read, or the source if that reads something else. Weak, so that one that
   * is unreachable and was not closed is collected all the same.
   */
  private final WeakReference<Object> owner;

  private final AtomicLong bytes = new AtomicLong();

  InputCharge(MemoryBudget budget, Object owner) {
    this.budget = budget;
    this.owner = new WeakReference<>(owner);
  }

  /**
   * Charges {@code more} bytes.
   *
   * @throws SystemCallException when the budget does not allow it; nothing was charged
   */
  void add(long more) throws SystemCallException {
    if (!tryAdd(more) && !(releaseClosed() && tryAdd(more))) {
      String reason =
          "no memory for " + more + " bytes more of one message: " + budget + " are in use";
      LOG.write(Level.WARNING, "input is refused, {}; see -Dswitchboard.memory", reason);
      Connection from = owner.get() instanceof Connection connection ? connection : null;
      throw new SystemCallException(
          new Failure(
              "read",
              from == null ? null : from.local(),
              from == null ? null : from.remote(),
              reason,
              "ENOBUFS"));
    }
  }

  private boolean tryAdd(long more) {
    if (!budget.tryCharge(more, 0, Math.max(1, bytes.get()))) {
      return false;
    }
    bytes.addAndGet(more);
    CHARGED.add(this);
    return true;
  }

  void release() {
    CHARGED.remove(this); // before the bytes are taken: a reader that charges more adds it again
    budget.release(bytes.getAndSet(0));
  }

  /** Releases the charges of closed connections and unreachable owners; returns whether any. */
  private static boolean releaseClosed() {
    boolean released = false;
    for (InputCharge each : CHARGED) {
      Object from = each.owner.get();
      if (from == null || (from instanceof Connection connection && !connection.isOpen())) {
        each.release();
        released = true;
      }
    }
    return released;
  }
}
