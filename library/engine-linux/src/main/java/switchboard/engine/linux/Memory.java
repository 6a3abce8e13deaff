package switchboard.engine.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Converts buffers to memory segments for system calls. */
final class Memory {
  private Memory() {}

  /**
   * Throws an exception if {@code target} is read-only. Must be called before an operation that may
   * block.
   */
  static void requireWritable(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
  }

  /**
   * Returns the remaining bytes of {@code target} as a memory segment. Throws an exception if
   * {@code target} is read-only, because the kernel would write even to the memory of a read-only
   * buffer.
   */
  static MemorySegment toFill(ByteBuffer target) {
    requireWritable(target);
    return MemorySegment.ofBuffer(target);
  }
}
