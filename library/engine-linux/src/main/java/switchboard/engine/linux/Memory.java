package switchboard.engine.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Buffers as the kernel sees them. */
final class Memory {
  private Memory() {}

  /** Refuses what nothing can be read into; before a call blocks. */
  static void requireWritable(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
  }

  /** What remains of {@code target}; the kernel would not ask whether it may be written to. */
  static MemorySegment toFill(ByteBuffer target) {
    requireWritable(target);
    return MemorySegment.ofBuffer(target);
  }
}
