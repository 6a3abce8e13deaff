package switchboard.net.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.support.BufferPool;

/**
 * The buffers of a message that does not fit into a sink's own, in their order: full ones of the
 * pool, and bytes that the message refers to. Belongs to its sink's thread.
 */
public final class BufferChain {
  private final List<Link> links = new ArrayList<>(3);

  private record Link(ByteBuffer bytes, boolean pooled) {}

  public boolean isEmpty() {
    return links.isEmpty();
  }

  /** Adds a buffer of the pool that has been written up to its position. */
  public void addPooled(ByteBuffer full) {
    links.add(new Link(full.flip(), true));
  }

  /** Adds bytes that stay where they are until the message has been sent. */
  public void addReference(ByteBuffer bytes) {
    links.add(new Link(bytes, false));
  }

  /** How many bytes it holds. */
  long remaining() {
    return links.stream().mapToLong(link -> link.bytes.remaining()).sum();
  }

  /** All of its buffers and, behind them, {@code last}. */
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

  /** Forgets all buffers, and gives those of the pool back, except for {@code kept}. */
  public void clear(@Nullable ByteBuffer kept) {
    for (Link link : links) {
      if (link.pooled && link.bytes != kept) {
        BufferPool.release(link.bytes);
      }
    }
    links.clear();
  }
}
