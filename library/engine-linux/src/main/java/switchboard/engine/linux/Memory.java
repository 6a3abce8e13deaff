package switchboard.engine.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

/** Buffers as the kernel sees them. */
final class Memory {
  private Memory() {}

  /** What remains of {@code target}; the kernel would not ask whether it may be written to. */
  static MemorySegment toFill(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    return MemorySegment.ofBuffer(target);
  }
}
