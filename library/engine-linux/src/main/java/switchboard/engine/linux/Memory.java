package switchboard.engine.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Buffers as memory segments for system calls. */
final class Memory {
  private Memory() {}

  /** Throws if {@code target} is read-only; call it before an operation that blocks. */
  static void requireWritable(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
  }

  /**
   * Returns the remaining bytes of {@code target}, which must be writable: the kernel does not
   * check it.
   */
  static MemorySegment toFill(ByteBuffer target) {
    requireWritable(target);
    return MemorySegment.ofBuffer(target);
  }
}
