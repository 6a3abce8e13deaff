package switchboard.frames.internal;

import org.jspecify.annotations.Nullable;

/**
 * Parcels that wait for one receiver, first in, first out. It allocates before it changes anything,
 * so that an {@link OutOfMemoryError} leaves it as it was, which {@link java.util.ArrayDeque} does
 * not promise. Guarded by its owner.
 */
public final class MessageQueue {
  private static final class Entry {
    final EncodedMessage parcel;
    @Nullable Entry next;

    Entry(EncodedMessage parcel) {
      this.parcel = parcel;
    }
  }

  private @Nullable Entry first;
  private @Nullable Entry last;
  private long cost;

  /** How many bytes of memory it holds. */
  long cost() {
    return cost;
  }

  /** Adds a parcel at the end, if its budget allows that. */
  public boolean tryAdd(EncodedMessage parcel) {
    var added = new Entry(parcel);
    if (!parcel.tryHold(cost)) {
      return false;
    }
    Entry before = last;
    if (before == null) {
      first = added;
    } else {
      before.next = added;
    }
    last = added;
    cost += parcel.cost();
    return true;
  }

  @Nullable
  public EncodedMessage peek() {
    Entry next = first;
    return next == null ? null : next.parcel;
  }

  /** Takes the first one, which the caller lets go when it is sent. */
  @Nullable
  public EncodedMessage poll() {
    Entry taken = first;
    if (taken == null) {
      return null;
    }
    first = taken.next;
    last = first == null ? null : last;
    cost -= taken.parcel.cost();
    return taken.parcel;
  }

  /** Lets all of them go. */
  public void clear() {
    for (EncodedMessage each = poll(); each != null; each = poll()) {
      each.letGo();
    }
  }
}
