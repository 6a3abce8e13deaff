package switchboard.server;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import switchboard.net.Address;
import switchboard.net.spi.Wakes;

/** Who is being served, how many of them, and from where. Any thread. */
final class Calls {
  private final Limits limits;
  private final Set<Call> active = ConcurrentHashMap.newKeySet();
  private final AtomicInteger places = new AtomicInteger();
  private final Map<Address, AtomicInteger> perAddress = new ConcurrentHashMap<>();
  private final Wakes left = new Wakes();
  private final Wakes come = new Wakes();

  Calls(Limits limits) {
    this.limits = limits;
  }

  /** Takes a place for one more, if there is one. */
  boolean tryTakePlace() {
    int taken = places.incrementAndGet();
    if (taken > limits.connectionsMax()) {
      places.decrementAndGet();
      return false;
    }
    return true;
  }

  void givePlace() {
    places.decrementAndGet();
    left.fire();
  }

  /** Counts one more from this address, if it may have one. */
  boolean tryEnter(Address remote) {
    if (limits.perAddressMax() == Integer.MAX_VALUE || !(remote instanceof Address.Inet inet)) {
      return true;
    }
    boolean[] entered = {false};
    perAddress.compute(
        inet.withPort(0),
        (_, count) -> {
          var now = count == null ? new AtomicInteger() : count;
          entered[0] = now.get() < limits.perAddressMax();
          if (entered[0]) {
            now.incrementAndGet();
          }
          return now;
        });
    return entered[0];
  }

  private void leave(Address remote) {
    if (remote instanceof Address.Inet inet) {
      perAddress.computeIfPresent(
          inet.withPort(0), (_, count) -> count.decrementAndGet() == 0 ? null : count);
    }
  }

  void add(Call call) {
    active.add(call);
    if (!come.isEmpty()) {
      come.fire();
    }
  }

  /** Blocks until somebody is served, or {@code over}. */
  void awaitAny(BooleanSupplier over) throws IOException {
    come.await(() -> !active.isEmpty() || over.getAsBoolean());
  }

  /** Gives back what {@code call} has taken; whoever waits for it is woken by {@link #remove}. */
  void free(Call call) {
    if (active.contains(call)) {
      leave(call.connection().remote());
      places.decrementAndGet();
    }
  }

  void remove(Call call) {
    if (active.remove(call)) {
      left.fire();
    }
  }

  /** How many places are taken, also by those who wait for a caller. */
  int places() {
    return places.get();
  }

  int size() {
    return active.size();
  }

  void forEach(Consumer<Call> action) {
    active.forEach(action);
  }

  /** Blocks until {@code condition}, which is asked whenever somebody has left. */
  void await(BooleanSupplier condition) throws IOException {
    left.await(condition);
  }

  /** Makes those who wait ask again. */
  void wake() {
    left.fire();
    come.fire();
  }
}
