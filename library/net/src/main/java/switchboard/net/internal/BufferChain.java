package switchboard.net.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.support.BufferPool;

/**
 * The buffers of a message that does not fit into the sink's buffer, in their order. They are full
 * buffers of the pool, and buffers of the application that the message refers to without a copy.
 * Confined to the thread of the sink.
 */
public final class BufferChain {
  private final List<Link> links = new ArrayList<>(3);

  private record Link(ByteBuffer bytes, boolean pooled) {}

  public boolean isEmpty() {
    return links.isEmpty();
  }

  /** Adds a buffer of the pool, whose bytes end at its position. Takes over the buffer. */
  public void addPooled(ByteBuffer full) {
    links.add(new Link(full.flip(), true));
  }

  /** Adds bytes without a copy. They must not change until the message has been sent. */
  public void addReference(ByteBuffer bytes) {
    links.add(new Link(bytes, false));
  }

  /** Returns the number of bytes in all buffers. */
  long remaining() {
    return links.stream().mapToLong(link -> link.bytes.remaining()).sum();
  }

  /** Returns all buffers, followed by {@code last} if that is not null. */
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

  /** Removes all buffers, and returns those of the pool to it, except for {@code kept}. */
  public void clear(@Nullable ByteBuffer kept) {
    for (Link link : links) {
      if (link.pooled && link.bytes != kept) {
        BufferPool.release(link.bytes);
      }
    }
    links.clear();
  }
}
