package switchboard.server.internal;

import java.io.IOException;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.spi.support.WakeList;
import switchboard.server.AddressQuota;
import switchboard.server.Limits;

/** The active calls of a server, the slots that they take, and their number by address. */
public final class ActiveCalls {
  private final Limits limits;
  private final Set<ServedCall> active = ConcurrentHashMap.newKeySet();
  private final AtomicInteger slots = new AtomicInteger();

  /**
   * The acceptors that hold a connection and wait for a slot, in the order in which they get one.
   */
  private final Queue<Object> waiting = new ConcurrentLinkedQueue<>();

  private final AddressQuota perAddress = new AddressQuota();
  private final WakeList left = new WakeList();
  private final WakeList come = new WakeList();

  public ActiveCalls(Limits limits) {
    this.limits = limits;
  }

  /** Takes a slot, if there is a free one for which no acceptor waits. */
  public boolean tryTakeSlot() {
    return waiting.isEmpty() && takeOne();
  }

  private boolean takeOne() {
    int taken = slots.incrementAndGet();
    if (taken > limits.connectionsMax()) {
      slots.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Blocks until it is this thread's turn and there is a slot; false when {@code over}. */
  boolean awaitSlot(BooleanSupplier over) throws IOException {
    var ticket = new Object();
    waiting.add(ticket);
    boolean[] taken = {false};
    try {
      left.await(() -> over.getAsBoolean() || (taken[0] = waiting.peek() == ticket && takeOne()));
      return taken[0];
    } finally {
      waiting.remove(ticket);
      left.fire(); // there may be a slot for the next one
    }
  }

  public void releaseSlot() {
    slots.decrementAndGet();
    left.fire();
  }

  /**
   * Returns the address by which the calls of {@code remote} are counted ({@link
   * Address.Inet#hostPrefix}), or null for Unix sockets and if there is no limit per address.
   */
  public Address.@Nullable Inet host(Address remote) {
    boolean counted = limits.perAddressMax() < Integer.MAX_VALUE;
    return counted && remote instanceof Address.Inet inet ? inet.hostPrefix() : null;
  }

  /** Adds a call, if its address may have one more. */
  public boolean tryEnter(ServedCall call) {
    if (!tryCount(call.host())) {
      return false;
    }
    boolean entered = false;
    try {
      active.add(call);
      if (!come.isEmpty()) {
        come.fire();
      }
      entered = true;
    } finally {
      if (!entered) { // there was no memory for it
        active.remove(call);
        leave(call.host());
      }
    }
    return true;
  }

  private boolean tryCount(Address.@Nullable Inet host) {
    return host == null || perAddress.tryAcquire(host, 1, limits.perAddressMax());
  }

  private void leave(Address.@Nullable Inet host) {
    if (host != null) {
      perAddress.release(host, 1);
    }
  }

  /** Returns the number of addresses for which calls are counted. */
  int hosts() {
    return perAddress.addresses();
  }

  /** Blocks until there is a call, or {@code over}. */
  void awaitAny(BooleanSupplier over) throws IOException {
    come.await(() -> !active.isEmpty() || over.getAsBoolean());
  }

  /** Releases what {@code call} has taken; {@link #remove} wakes the threads that wait for it. */
  public void free(ServedCall call) {
    synchronized (call) {
      if (active.contains(call) && call.setFreed()) {
        slots.decrementAndGet();
        leave(call.host());
      }
    }
  }

  /**
   * Counts an active call for {@code remote} from now on.
   *
   * @return false, and nothing changes, if that address has as many calls as it may
   */
  boolean tryMove(ServedCall call, Address remote) {
    synchronized (call) {
      Address.Inet before = call.host();
      Address.Inet after = host(remote);
      if (call.isFreed() || Objects.equals(before, after)) {
        return true;
      }
      if (!tryCount(after)) {
        return false;
      }
      call.setHost(after);
      leave(before);
      return true;
    }
  }

  public void remove(ServedCall call) {
    if (active.remove(call)) {
      left.fire();
    }
  }

  /** Returns the number of slots taken. */
  public int slots() {
    return slots.get();
  }

  /** Returns the number of accepted connections that wait for a slot: one a listener at most. */
  public int waiting() {
    return waiting.size();
  }

  public int size() {
    return active.size();
  }

  public void forEach(Consumer<ServedCall> action) {
    active.forEach(action);
  }

  /** Blocks until {@code condition}, which is checked whenever a call has ended. */
  public void await(BooleanSupplier condition) throws IOException {
    left.await(condition);
  }

  /** Makes the threads that wait check again. */
  public void wake() {
    left.fire();
    come.fire();
  }
}
