package switchboard.server;

import java.util.concurrent.TimeUnit;

/**
 * Tells the beginning of a trouble from its going on: it is over when there was none of it for ten
 * seconds. Any thread.
 */
final class Episode {
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private boolean going; // guarded by this, like the time
  private long lastNanos;

  /** Notes that there is trouble; whether it begins. */
  synchronized boolean begins(long nowNanos) {
    boolean begins = !going || nowNanos - lastNanos > CALM_NANOS;
    going = true;
    lastNanos = nowNanos;
    return begins;
  }
}
