package switchboard.net.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import switchboard.net.Slice;
import switchboard.net.SystemCallException;
import switchboard.net.spi.support.BufferPool;

/**
 * The bytes of a source that were received but not consumed. Uses a buffer only while there are
 * such bytes, or while a slice of the bytes is valid. Used only by the thread that uses the source.
 */
public final class InputBuffer {
  private static final byte[] NOTHING = {};

  /** The largest array that every JVM can allocate. */
  private static final int ARRAY_MAX = Integer.MAX_VALUE - 8;

  /**
   * Contains the bytes from index {@link #start} to {@link #end}; null while there are no bytes.
   */
  private @Nullable ByteBuffer store;

  private int start;
  private int end;

  /** Whether the buffer belongs to the application, so that no bytes may be added. */
  private final boolean foreign;

  /**
   * Whether the next buffer must be a large one, because the last buffer was full. Set to false
   * after a large buffer has been used whose bytes would have fitted into a buffer of normal size.
   */
  private boolean large;

  /**
   * The slice that is valid now, if any. Each slice is a new object: no slice becomes valid again
   * after it has become invalid.
   */
  private @Nullable BufferSlice slice;

  private boolean sliceValid;

  /**
   * The index of the first consumed byte that is kept because it may have to be put back; -1 if no
   * consumed byte is kept.
   */
  private int mark = -1;

  /** Charges memory for large buffers; null if the buffer never grows. */
  private final @Nullable InputCharge charge;

  /** Creates an empty buffer. Charges memory beyond the normal buffer size to {@code charge}. */
  public InputBuffer(InputCharge charge) {
    this.foreign = false;
    this.charge = charge;
  }

  /**
   * Creates a buffer that never grows. It contains the bytes of {@code bytes} from position to
   * limit, which are not copied.
   */
  public InputBuffer(ByteBuffer bytes) {
    foreign = true;
    charge = null;
    end = bytes.remaining();
    store = end == 0 ? null : bytes.slice();
  }

  /** Returns whether this buffer contains bytes of the application and never grows. */
  boolean isForeign() {
    return foreign;
  }

  public int buffered() {
    return end - start;
  }

  /** Returns the byte at index {@code at}; index 0 is the first byte that was not consumed. */
  public byte at(int at) {
    return bytes().get(start + at);
  }

  /** Returns a copy of the first {@code count} bytes. */
  public byte[] copy(int count) {
    if (count == 0) {
      return NOTHING;
    }
    byte[] copy = new byte[count];
    bytes().get(start, copy);
    return copy;
  }

  /** Returns a view of the first {@code count} bytes. */
  public ByteBuffer view(int count) {
    return bytes().slice(start, count);
  }

  /**
   * Returns the {@code count} bytes at index {@code at} as an unsigned number. With eight bytes,
   * the result may be negative.
   */
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

  /**
   * Returns the first index of {@code wanted}, or -1 if {@code wanted} does not occur.
   *
   * @param from the first index to compare, counted as in {@link #at}
   * @param to the index after the last index to compare
   */
  public int find(byte wanted, int from, int to) {
    if (from >= to) {
      return -1;
    }
    int found = ByteSearch.find(bytes(), wanted, start + from, start + to);
    return found < 0 ? -1 : found - start;
  }

  /**
   * Returns a slice of {@code count} bytes. Consumes these bytes, and also {@code before} bytes
   * before them and {@code behind} bytes after them.
   */
  public Slice slice(int before, int count, int behind) {
    endSlice();
    if ((before | count | behind) < 0 || (long) before + count + behind > buffered()) {
      throw new IllegalArgumentException(
          "a slice of %s + %s + %s bytes, but %s are buffered"
              .formatted(before, count, behind, buffered()));
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
   * Returns the buffer, with free space between its position and its limit. After the caller has
   * put bytes into this space, it must call {@link #came}.
   *
   * @throws SystemCallException with ENOBUFS if the memory budget is used up; nothing has changed
   */
  ByteBuffer room() throws SystemCallException {
    endSlice();
    ByteBuffer current = store;
    if (current == null) {
      current = large ? borrowLarge() : BufferPool.acquire();
    } else if (end == current.capacity()) {
      current = firstKept() > 0 ? compacted(current) : grown(current);
    }
    store = current;
    return current.limit(current.capacity()).position(end);
  }

  private ByteBuffer compacted(ByteBuffer full) {
    int first = firstKept();
    full.limit(end).position(first).compact();
    end -= first;
    start -= first;
    mark = mark < 0 ? mark : 0;
    return full;
  }

  /** Returns a large buffer, or a buffer of normal size if the memory budget is used up. */
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
    boolean normal = full.capacity() < BufferPool.LARGE_BYTES;
    int bytes = normal ? BufferPool.LARGE_BYTES : (int) Math.min(2L * full.capacity(), ARRAY_MAX);
    charge(normal ? bytes : bytes - full.capacity());
    large |= normal;
    ByteBuffer larger = normal ? BufferPool.acquireLarge() : ByteBuffer.allocate(bytes);
    larger.put(full.limit(end).position(0)); // including consumed bytes that may be put back
    BufferPool.release(full);
    return larger;
  }

  /** Returns the index of the first byte that must be kept. */
  private int firstKept() {
    return mark < 0 ? start : mark;
  }

  /**
   * Sets the mark: all bytes that are consumed after this call are kept until {@link #unmark}, so
   * that they can be put back. Returns false if the mark was already set.
   */
  public boolean tryMark() {
    boolean first = mark < 0;
    mark = first ? start : mark;
    return first;
  }

  public boolean isMarked() {
    return mark >= 0;
  }

  /** Returns the number of bytes consumed since the mark. */
  public int takenSinceMark() {
    return start - mark;
  }

  /** Puts back all bytes consumed since the mark, except for the first {@code taken} bytes. */
  public void putBack(int taken) {
    endSlice();
    start = mark + taken;
  }

  /** Removes the mark: bytes that were consumed can then no longer be put back. */
  public void unmark() {
    mark = -1;
    giveBackIfEmpty();
  }

  /** Adds the {@code count} bytes that the caller has put into the free space of {@link #room}. */
  void came(int count) {
    end += count;
    if (store != null) {
      store.limit(store.capacity()); // the connection may have changed the limit
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
      large &= end > BufferPool.BYTES; // stays true only if the large buffer was needed
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
      throw new IllegalStateException("two threads are using this source at the same time");
    }
    return current;
  }
}
