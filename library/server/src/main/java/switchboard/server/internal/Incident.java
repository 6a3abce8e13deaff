package switchboard.server.internal;

import java.util.concurrent.TimeUnit;

/**
 * Tells the beginning of a trouble from its going on: it is over when there was none of it for ten
 * seconds. Any thread.
 */
public final class Incident {
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private boolean going; // guarded by this, like the time
  private long lastNanos;

  /** Notes that there is trouble; whether it begins. */
  public synchronized boolean begins(long nowNanos) {
    boolean begins = !going || nowNanos - lastNanos > CALM_NANOS;
    going = true;
    lastNanos = nowNanos;
    return begins;
  }
}
