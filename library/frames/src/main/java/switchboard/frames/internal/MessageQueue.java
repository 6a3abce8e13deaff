package switchboard.frames.internal;

import org.jspecify.annotations.Nullable;

/**
 * A FIFO queue of encoded messages. {@link #tryAdd} allocates memory before it changes anything, so
 * an {@link OutOfMemoryError} leaves the queue unchanged; {@link java.util.ArrayDeque} does not
 * guarantee that. Not thread-safe: callers must hold a lock.
 */
public final class MessageQueue {
  private static final class Entry {
    final EncodedMessage message;
    @Nullable Entry next;

    Entry(EncodedMessage message) {
      this.message = message;
    }
  }

  private @Nullable Entry first;
  private @Nullable Entry last;
  private long cost;

  /** Returns the number of bytes of memory that the queue uses. */
  long cost() {
    return cost;
  }

  /** Appends a message; returns false if the memory budget of the message does not allow it. */
  public boolean tryAdd(EncodedMessage message) {
    var added = new Entry(message);
    if (!message.tryHold(cost)) {
      return false;
    }
    Entry before = last;
    if (before == null) {
      first = added;
    } else {
      before.next = added;
    }
    last = added;
    cost += message.cost();
    return true;
  }

  @Nullable
  public EncodedMessage peek() {
    Entry next = first;
    return next == null ? null : next.message;
  }

  /**
   * Removes the first message. The caller must release the message by {@link EncodedMessage#letGo}.
   */
  @Nullable
  public EncodedMessage poll() {
    Entry taken = first;
    if (taken == null) {
      return null;
    }
    first = taken.next;
    last = first == null ? null : last;
    cost -= taken.message.cost();
    return taken.message;
  }

  /** Removes and releases all messages. */
  public void clear() {
    for (EncodedMessage each = poll(); each != null; each = poll()) {
      each.letGo();
    }
  }
}
