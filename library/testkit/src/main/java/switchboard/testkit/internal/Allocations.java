package switchboard.testkit.internal;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory a thread has taken, for those who check a codec. */
public final class Allocations {
  /** Nobody can tell: on a virtual thread, or in a program without the module jdk.management. */
  public static final long UNKNOWN = -1;

  private Allocations() {}

  /** In bytes, since the current thread began; {@link #UNKNOWN} perhaps. */
  public static long ofThisThread() {
    try {
      return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
          ? threads.getCurrentThreadAllocatedBytes()
          : UNKNOWN;
    } catch (LinkageError withoutTheModule) {
      return UNKNOWN;
    }
  }
}
