package switchboard.net.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import switchboard.net.Slice;
import switchboard.net.SystemCallException;
import switchboard.net.spi.support.BufferPool;

/**
 * The bytes that came and were not taken. It owns a buffer only while there are any, or while some
 * are lent. Belongs to its source's thread.
 */
public final class InputBuffer {
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

  /** The slice that is valid now, if any; a new one each time, so that an old one always fails. */
  private @Nullable BufferSlice slice;

  private boolean sliceValid;

  /** From where on bytes are kept although they were taken; -1 for none. */
  private int mark = -1;

  /** Null if it never grows. */
  private final @Nullable InputCharge charge;

  /** Empty; {@code charge} bears what it takes beyond a usual buffer. */
  public InputBuffer(InputCharge charge) {
    this.foreign = false;
    this.charge = charge;
  }

  /** Has these bytes from position to limit, where they lie, and never more. */
  public InputBuffer(ByteBuffer bytes) {
    foreign = true;
    charge = null;
    end = bytes.remaining();
    store = end == 0 ? null : bytes.slice();
  }

  /** Returns whether it shows bytes of a caller and never grows. */
  boolean isForeign() {
    return foreign;
  }

  public int buffered() {
    return end - start;
  }

  /** The byte at {@code at}, counted from the first that was not taken. */
  public byte at(int at) {
    return bytes().get(start + at);
  }

  /** A copy of the first {@code count}. */
  public byte[] copy(int count) {
    if (count == 0) {
      return NOTHING;
    }
    byte[] copy = new byte[count];
    bytes().get(start, copy);
    return copy;
  }

  /** A view of the first {@code count}. */
  public ByteBuffer view(int count) {
    return bytes().slice(start, count);
  }

  /** The unsigned number of {@code count} bytes at {@code at}; of eight it may be negative. */
  public long number(int at, int count, ByteOrder order) {
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
  public int find(byte wanted, int from, int to) {
    if (from >= to) {
      return -1;
    }
    int found = ByteSearch.find(bytes(), wanted, start + from, start + to);
    return found < 0 ? -1 : found - start;
  }

  /** Lends bytes, and takes them with what stands before and behind. */
  public Slice slice(int before, int count, int behind) {
    endSlice();
    if ((before | count | behind) < 0 || (long) before + count + behind > buffered()) {
      throw new IllegalArgumentException(
          before + ", " + count + " and " + behind + " of " + buffered() + " buffered bytes");
    }
    if (count == 0 && buffered() == 0) {
      return new BufferSlice(ByteBuffer.wrap(NOTHING), 0, 0);
    }
    var current = new BufferSlice(bytes(), start + before, count);
    slice = current;
    sliceValid = true;
    start += before + count + behind;
    return current;
  }

  /** Invalidates the slice that was returned last. */
  public void endSlice() {
    if (sliceValid) {
      sliceValid = false;
      if (slice != null) {
        slice.invalidate();
        slice = null;
      }
      giveBackIfEmpty();
    }
  }

  /**
   * Free space, between its position and its limit, for {@link #came}.
   *
   * @throws SystemCallException with ENOBUFS when the memory budget is used up; nothing has changed
   */
  ByteBuffer room() throws SystemCallException {
    endSlice();
    ByteBuffer current = store;
    if (current == null) {
      current = large ? borrowLarge() : BufferPool.acquire();
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
      charge(BufferPool.LARGE_BYTES);
      return BufferPool.acquireLarge();
    } catch (SystemCallException scarce) {
      return BufferPool.acquire();
    }
  }

  private void charge(long bytes) throws SystemCallException {
    if (charge != null) {
      charge.add(bytes);
    }
  }

  private ByteBuffer grown(ByteBuffer full) throws SystemCallException {
    boolean usual = full.capacity() < BufferPool.LARGE_BYTES;
    int bytes = usual ? BufferPool.LARGE_BYTES : (int) Math.min(2L * full.capacity(), ARRAY_MAX);
    charge(usual ? bytes : bytes - full.capacity());
    large |= usual;
    ByteBuffer larger = usual ? BufferPool.acquireLarge() : ByteBuffer.allocate(bytes);
    larger.put(full.limit(end).position(0)); // what was taken, and may be put back, included
    BufferPool.release(full);
    return larger;
  }

  /** Where the bytes begin that may not be forgotten. */
  private int kept() {
    return mark < 0 ? start : mark;
  }

  /** From now on what is taken can be put back; false if that was so already. */
  public boolean tryMark() {
    boolean first = mark < 0;
    mark = first ? start : mark;
    return first;
  }

  public boolean isMarked() {
    return mark >= 0;
  }

  /** How many bytes were taken since the mark. */
  public int takenSinceMark() {
    return start - mark;
  }

  /** All bytes are there again but the first {@code taken} behind the mark. */
  public void putBack(int taken) {
    endSlice();
    start = mark + taken;
  }

  /** What was taken since the mark, and was not put back, is gone for good. */
  public void unmark() {
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

  public void take(int count) {
    endSlice();
    start += count;
    giveBackIfEmpty();
  }

  private void giveBackIfEmpty() {
    ByteBuffer current = store;
    if (start == end && current != null && !sliceValid && mark < 0) {
      large &= end > BufferPool.BYTES; // it was needed
      store = null;
      start = 0;
      end = 0;
      if (!foreign) {
        BufferPool.release(current);
      }
      if (charge != null && current.capacity() > BufferPool.BYTES) {
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
