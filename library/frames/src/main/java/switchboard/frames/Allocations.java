package switchboard.frames;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory a thread has taken, for those who check a codec. */
final class Allocations {
  /** Nobody can tell: on a virtual thread, or in a program without the module jdk.management. */
  static final long UNKNOWN = -1;

  private Allocations() {}

  /** In bytes, since the current thread began; {@link #UNKNOWN} perhaps. */
  static long ofThisThread() {
    try {
      return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
          ? threads.getCurrentThreadAllocatedBytes()
          : UNKNOWN;
    } catch (LinkageError withoutTheModule) {
      return UNKNOWN;
    }
  }
}
