package switchboard.testkit.internal;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures the number of bytes that a thread has allocated. */
public final class Allocations {
  /** The result on virtual threads, and on all threads if the module jdk.management is missing. */
  public static final long UNKNOWN = -1;

  private Allocations() {}

  /**
   * Returns the bytes that the current thread has allocated since it started, or {@link #UNKNOWN}.
   */
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
