package switchboard.engine.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.support.BufferPool;

/**
 * Passes the first bytes of several buffers to sendmsg(2), as a {@code struct msghdr}. The bytes of
 * direct buffers are sent without a copy. The bytes of heap buffers are copied into native memory,
 * behind the structures. An object is used for one system call, by one thread.
 */
final class Gathered implements AutoCloseable {
  /** The maximum number of buffers in one call; the kernel's limit (IOV_MAX) is 1,024. */
  private static final int BUFFERS_MAX = 16;

  private static final int IOVEC_BYTES = 16;
  private static final int MSGHDR_BYTES = 56;
  private static final int IOV_OFFSET = 16;
  private static final int IOVLEN_OFFSET = 24;
  private static final int STRUCTURE_BYTES = MSGHDR_BYTES + BUFFERS_MAX * IOVEC_BYTES;
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private final ByteBuffer memory;
  private final MemorySegment segment;
  private int count;

  /**
   * Gathers at most {@code bytesMax} bytes from the buffers, beginning with index {@code first}.
   * Does not change the positions of the buffers. Returns null if no direct memory is available.
   * Direct memory is needed because the structures contain addresses, and heap memory has no stable
   * address.
   */
  static @Nullable Gathered of(ByteBuffer[] sources, int first, int bytesMax) {
    int end = Math.min(sources.length, first + BUFFERS_MAX);
    ByteBuffer memory = memoryFor(onHeap(sources, first, end));
    if (!memory.isDirect()) {
      return null;
    }
    var gathered = new Gathered(memory);
    gathered.gather(sources, first, end, bytesMax);
    return gathered;
  }

  private Gathered(ByteBuffer memory) {
    this.memory = memory;
    this.segment = MemorySegment.ofBuffer(memory.clear());
  }

  private void gather(ByteBuffer[] sources, int first, int end, int bytesMax) {
    memory.position(STRUCTURE_BYTES);
    int left = bytesMax;
    for (int i = first; i < end && left > 0; i++) {
      int bytes = Math.min(sources[i].remaining(), left);
      int added = sources[i].isDirect() ? point(sources[i], bytes) : copy(sources[i], bytes);
      left = added < bytes ? 0 : left - added;
    }
    segment.asSlice(0, MSGHDR_BYTES).fill((byte) 0);
    segment.set(WORD, IOV_OFFSET, segment.address() + MSGHDR_BYTES);
    segment.set(WORD, IOVLEN_OFFSET, count);
  }

  private static long onHeap(ByteBuffer[] sources, int first, int end) {
    long bytes = 0;
    for (int i = first; i < end; i++) {
      bytes += sources[i].isDirect() ? 0 : sources[i].remaining();
    }
    return bytes;
  }

  private static ByteBuffer memoryFor(long heapBytes) {
    return heapBytes <= BufferPool.BYTES - STRUCTURE_BYTES
        ? BufferPool.acquire()
        : BufferPool.acquireLarge();
  }

  private int point(ByteBuffer source, int bytes) {
    add(MemorySegment.ofBuffer(source).address(), bytes);
    return bytes;
  }

  private int copy(ByteBuffer source, int bytes) {
    int fits = Math.min(bytes, memory.remaining());
    int at = memory.position();
    memory.put(at, source, source.position(), fits).position(at + fits);
    add(segment.address() + at, fits);
    return fits;
  }

  private void add(long address, long bytes) {
    if (bytes > 0) {
      long at = MSGHDR_BYTES + (long) count * IOVEC_BYTES;
      segment.set(WORD, at, address);
      segment.set(WORD, at + Long.BYTES, bytes);
      count++;
    }
  }

  /** {@return the {@code struct msghdr} to pass to sendmsg(2)} */
  MemorySegment message() {
    return segment;
  }

  /**
   * Advances the positions of the buffers by {@code count} bytes in total, beginning with index
   * {@code first}.
   */
  static void take(ByteBuffer[] sources, int first, int count) {
    int left = count;
    for (int i = first; left > 0; i++) {
      int taken = Math.min(left, sources[i].remaining());
      sources[i].position(sources[i].position() + taken);
      left -= taken;
    }
  }

  @Override
  public void close() {
    BufferPool.release(memory);
  }
}
