package switchboard.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Buffers;

/**
 * The bytes that came and were not taken. It owns a buffer only while there are any, or while some
 * are lent. Belongs to its source's thread.
 */
final class Store {
  private static final byte[] NOTHING = {};

  /** The largest array that a JVM is sure to make. */
  private static final int ARRAY_MAX = Integer.MAX_VALUE - 8;

  /** They lie in it from {@link #start} to {@link #end}. */
  private @Nullable ByteBuffer store;

  private int start;
  private int end;

  /** Whether the bytes are somebody else's, and no room is ever asked for. */
  private final boolean foreign;

  /**
   * Whether the stream has sent so much at once that it gets a large buffer from the start: until a
   * usual one would have done.
   */
  private boolean large;

  /** Made when first wanted, and used again. */
  private @Nullable Slice slice;

  private boolean lending;

  /** From where on bytes are kept although they were taken; -1 for none. */
  private int mark = -1;

  /** Null if it never grows. */
  private final @Nullable InputCharge charge;

  /** Empty; {@code charge} bears what it takes beyond a usual buffer. */
  Store(InputCharge charge) {
    this.foreign = false;
    this.charge = charge;
  }

  /** Has these bytes from position to limit, where they lie, and never more. */
  Store(ByteBuffer bytes) {
    foreign = true;
    charge = null;
    end = bytes.remaining();
    store = end == 0 ? null : bytes.slice();
  }

  int buffered() {
    return end - start;
  }

  /** The byte at {@code at}, counted from the first that was not taken. */
  byte at(int at) {
    return bytes().get(start + at);
  }

  /** A copy of the first {@code count}. */
  byte[] copy(int count) {
    if (count == 0) {
      return NOTHING;
    }
    byte[] copy = new byte[count];
    bytes().get(start, copy);
    return copy;
  }

  /** A view of the first {@code count}. */
  ByteBuffer view(int count) {
    return bytes().slice(start, count);
  }

  /** The unsigned number of {@code count} bytes at {@code at}; of eight it may be negative. */
  long number(int at, int count, ByteOrder order) {
    ByteBuffer current = bytes().order(order);
    int from = start + at;
    return switch (count) {
      case Byte.BYTES -> current.get(from) & 0xFFL;
      case Short.BYTES -> current.getShort(from) & 0xFFFFL;
      case Integer.BYTES -> current.getInt(from) & 0xFFFF_FFFFL;
      case Long.BYTES -> current.getLong(from);
      default -> number(current, from, count, order);
    };
  }

  private static long number(ByteBuffer bytes, int from, int count, ByteOrder order) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      int at = order == ByteOrder.BIG_ENDIAN ? i : count - 1 - i;
      value = (value << Byte.SIZE) | (bytes.get(from + at) & 0xFF);
    }
    return value;
  }

  /** Where {@code wanted} is between these places, counted as in {@link #at}; -1 if nowhere. */
  int find(byte wanted, int from, int to) {
    if (from >= to) {
      return -1;
    }
    int found = Search.find(bytes(), wanted, start + from, start + to);
    return found < 0 ? -1 : found - start;
  }

  /** Lends bytes, and takes them with what stands before and behind. */
  Slice lend(int before, int count, int behind) {
    Slice current = slice;
    if (current == null) {
      current = new Slice();
      slice = current;
    }
    if ((before | count | behind) < 0 || (long) before + count + behind > buffered()) {
      throw new IllegalArgumentException(
          before + ", " + count + " and " + behind + " of " + buffered() + " buffered bytes");
    }
    if (count == 0 && buffered() == 0) {
      current.show(ByteBuffer.wrap(NOTHING), 0, 0);
      return current;
    }
    current.show(bytes(), start + before, count);
    lending = true;
    start += before + count + behind;
    return current;
  }

  /** What was lent is no longer. */
  void endLoan() {
    if (lending) {
      lending = false;
      if (slice != null) {
        slice.end();
      }
      giveBackIfEmpty();
    }
  }

  /**
   * Free space, between its position and its limit, for {@link #came}.
   *
   * @throws NetworkException with ENOBUFS when the memory budget is used up; nothing has changed
   */
  ByteBuffer room() throws NetworkException {
    endLoan();
    ByteBuffer current = store;
    if (current == null) {
      current = large ? borrowLarge() : Buffers.borrow();
    } else if (end == current.capacity()) {
      current = kept() > 0 ? compacted(current) : grown(current);
    }
    store = current;
    return current.limit(current.capacity()).position(end);
  }

  private ByteBuffer compacted(ByteBuffer full) {
    int gone = kept();
    full.limit(end).position(gone).compact();
    end -= gone;
    start -= gone;
    mark = mark < 0 ? mark : 0;
    return full;
  }

  /** Borrows a large buffer, or one of the usual size if the memory budget is used up. */
  private ByteBuffer borrowLarge() {
    try {
      charge(Buffers.LARGE_BYTES);
      return Buffers.borrowLarge();
    } catch (NetworkException scarce) {
      return Buffers.borrow();
    }
  }

  private void charge(long bytes) throws NetworkException {
    if (charge != null) {
      charge.add(bytes);
    }
  }

  private ByteBuffer grown(ByteBuffer full) throws NetworkException {
    boolean usual = full.capacity() < Buffers.LARGE_BYTES;
    int bytes = usual ? Buffers.LARGE_BYTES : (int) Math.min(2L * full.capacity(), ARRAY_MAX);
    charge(usual ? bytes : bytes - full.capacity());
    large |= usual;
    ByteBuffer larger = usual ? Buffers.borrowLarge() : ByteBuffer.allocate(bytes);
    larger.put(full.limit(end).position(0)); // what was taken, and may be put back, included
    Buffers.giveBack(full);
    return larger;
  }

  /** Where the bytes begin that may not be forgotten. */
  private int kept() {
    return mark < 0 ? start : mark;
  }

  /** From now on what is taken can be put back; false if that was so already. */
  boolean tryMark() {
    boolean first = mark < 0;
    mark = first ? start : mark;
    return first;
  }

  boolean isMarked() {
    return mark >= 0;
  }

  /** How many bytes were taken since the mark. */
  int takenSinceMark() {
    return start - mark;
  }

  /** All bytes are there again but the first {@code taken} behind the mark. */
  void putBack(int taken) {
    endLoan();
    start = mark + taken;
  }

  /** What was taken since the mark, and was not put back, is gone for good. */
  void unmark() {
    mark = -1;
    giveBackIfEmpty();
  }

  /** So many bytes were put into the room. */
  void came(int count) {
    end += count;
    if (store != null) {
      store.limit(store.capacity()); // whatever a connection has made of it
    }
    giveBackIfEmpty();
  }

  void take(int count) {
    start += count;
    giveBackIfEmpty();
  }

  private void giveBackIfEmpty() {
    ByteBuffer current = store;
    if (start == end && current != null && !lending && mark < 0) {
      large &= end > Buffers.BYTES; // it was needed
      store = null;
      start = 0;
      end = 0;
      if (!foreign) {
        Buffers.giveBack(current);
      }
      if (charge != null && current.capacity() > Buffers.BYTES) {
        charge.release();
      }
    }
  }

  private ByteBuffer bytes() {
    ByteBuffer current = store;
    if (current == null) {
      throw new IllegalStateException("this source is used by two threads at once");
    }
    return current;
  }
}
