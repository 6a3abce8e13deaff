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

/**
 * The active calls of a server, their connection slots, and the number of calls of each address.
 */
public final class ActiveCalls {
  private final Limits limits;
  private final Set<ServedCall> active = ConcurrentHashMap.newKeySet();
  private final AtomicInteger slots = new AtomicInteger();

  /**
   * One ticket for each acceptor that waits for a connection slot. The first ticket belongs to the
   * acceptor that has waited longest.
   */
  private final Queue<Object> waiting = new ConcurrentLinkedQueue<>();

  private final AddressQuota perAddress = new AddressQuota();

  /** Woken when a slot was released or a call has ended. */
  private final WakeList released = new WakeList();

  /** Woken when a call was added. */
  private final WakeList added = new WakeList();

  public ActiveCalls(Limits limits) {
    this.limits = limits;
  }

  /**
   * Acquires a slot if a slot is free and no acceptor waits for one. Returns whether a slot was
   * acquired.
   */
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

  /**
   * Acquires a slot. Blocks until a slot is free and no acceptor that began to wait earlier still
   * waits for a slot.
   *
   * @return false, without acquiring a slot, if {@code over} has become true
   */
  boolean awaitSlot(BooleanSupplier over) throws IOException {
    var ticket = new Object();
    waiting.add(ticket);
    boolean[] taken = {false};
    try {
      released.await(
          () -> over.getAsBoolean() || (taken[0] = waiting.peek() == ticket && takeOne()));
      return taken[0];
    } finally {
      waiting.remove(ticket);
      released.fire(); // another slot may be free for the next acceptor
    }
  }

  /** Releases a slot that was acquired but not passed on to a call. */
  public void releaseSlot() {
    slots.decrementAndGet();
    released.fire();
  }

  /**
   * Returns the address under which calls of {@code remote} are counted ({@link
   * Address.Inet#hostPrefix}), or null for Unix sockets and for servers without a limit per
   * address.
   */
  public Address.@Nullable Inet host(Address remote) {
    boolean counted = limits.perAddressMax() < Integer.MAX_VALUE;
    return counted && remote instanceof Address.Inet inet ? inet.hostPrefix() : null;
  }

  /**
   * Adds a call, unless the address of the call has reached its limit. Returns whether the call was
   * added.
   */
  public boolean tryEnter(ServedCall call) {
    if (!tryCount(call.host())) {
      return false;
    }
    boolean entered = false;
    try {
      active.add(call);
      if (!added.isEmpty()) {
        added.fire();
      }
      entered = true;
    } finally {
      if (!entered) { // an OutOfMemoryError
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

  /** Returns the number of addresses that have calls. */
  int hosts() {
    return perAddress.addresses();
  }

  /** Blocks until a call is active or {@code over} is true. */
  void awaitAny(BooleanSupplier over) throws IOException {
    added.await(() -> !active.isEmpty() || over.getAsBoolean());
  }

  /**
   * Releases the slot of {@code call}, and stops counting the call towards the limit of its
   * address. A second call of this method has no effect. Threads that wait for a slot are woken
   * only by {@link #remove}.
   */
  public void free(ServedCall call) {
    synchronized (call) {
      if (active.contains(call) && call.setFreed()) {
        slots.decrementAndGet();
        leave(call.host());
      }
    }
  }

  /**
   * Counts an active call under the address {@code remote} instead of its previous address.
   *
   * @return false, without a change, if {@code remote} has reached its limit
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

  /**
   * Removes a call that has ended, and wakes the threads that wait for a slot or for the end of
   * calls.
   */
  public void remove(ServedCall call) {
    if (active.remove(call)) {
      released.fire();
    }
  }

  /** Returns the number of slots that are taken. */
  public int slots() {
    return slots.get();
  }

  /**
   * Returns the number of accepted connections that wait for a slot; each listener has at most one.
   */
  public int waiting() {
    return waiting.size();
  }

  public int size() {
    return active.size();
  }

  public void forEach(Consumer<ServedCall> action) {
    active.forEach(action);
  }

  /**
   * Blocks until {@code condition} is true. The condition is checked again whenever a call has
   * ended.
   */
  public void await(BooleanSupplier condition) throws IOException {
    released.await(condition);
  }

  /**
   * Wakes all threads that wait in a method of this class, so that they check their conditions
   * again.
   */
  public void wake() {
    released.fire();
    added.fire();
  }
}
