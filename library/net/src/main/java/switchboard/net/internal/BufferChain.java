package switchboard.net.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.support.BufferPool;

/**
 * The buffers of a message that does not fit into the sink's buffer, in the order of their bytes.
 * Each buffer is either a full buffer from the buffer pool, or a buffer that belongs to the
 * application and is not copied. Used only by the thread that uses the sink.
 */
public final class BufferChain {
  private final List<Link> links = new ArrayList<>(3);

  private record Link(ByteBuffer bytes, boolean pooled) {}

  public boolean isEmpty() {
    return links.isEmpty();
  }

  /**
   * Adds a buffer from the buffer pool. Its bytes are those before its position. {@link #clear}
   * returns the buffer to the pool.
   */
  public void addPooled(ByteBuffer full) {
    links.add(new Link(full.flip(), true));
  }

  /** Adds bytes without copying them. The bytes must not change until the message has been sent. */
  public void addReference(ByteBuffer bytes) {
    links.add(new Link(bytes, false));
  }

  /** Returns the number of bytes in all buffers. */
  long remaining() {
    return links.stream().mapToLong(link -> link.bytes.remaining()).sum();
  }

  /** Returns all buffers, followed by {@code last} unless {@code last} is null. */
  public ByteBuffer[] with(@Nullable ByteBuffer last) {
    int count = links.size();
    var buffers = new ByteBuffer[last == null ? count : count + 1];
    for (int i = 0; i < count; i++) {
      buffers[i] = links.get(i).bytes;
    }
    if (last != null) {
      buffers[count] = last;
    }
    return buffers;
  }

  /** Removes all buffers. Returns pooled buffers to the pool, except for {@code kept}. */
  public void clear(@Nullable ByteBuffer kept) {
    for (Link link : links) {
      if (link.pooled && link.bytes != kept) {
        BufferPool.release(link.bytes);
      }
    }
    links.clear();
  }
}
