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
 * Charges the buffer of one {@link Source} to the memory budget of the process, if the buffer is
 * larger than the normal size. The charge remains while the buffer contains an incomplete large
 * message.
 *
 * <p>The reading thread releases the charge when its buffer is empty. If the thread stops reading
 * before the buffer is empty, the charge remains. Therefore, when the budget is used up, this class
 * first releases the charges of closed connections. Safe for use by multiple threads.
 */
public final class InputCharge {
  private static final Log LOG = Log.named("switchboard.net");
  private static final Set<InputCharge> CHARGED = ConcurrentHashMap.newKeySet();

  private final MemoryBudget budget;

  /**
   * The connection from which the source reads; the source itself if it does not read from a
   * connection. A weak reference, so that an owner that was not closed can be garbage-collected.
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
   * @throws SystemCallException if the budget does not allow the charge; nothing was charged
   */
  void add(long more) throws SystemCallException {
    if (!tryAdd(more) && !(releaseClosed() && tryAdd(more))) {
      String reason =
          "no memory for " + more + " more bytes of one message: " + budget + " are in use";
      LOG.write(Level.WARNING, "input rejected: {}; see -Dswitchboard.memory", reason);
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
    CHARGED.remove(this); // first: a concurrent reader that charges bytes adds this object again
    budget.release(bytes.getAndSet(0));
  }

  /**
   * Releases the charges of closed connections and unreachable owners. Returns whether a charge was
   * released.
   */
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
