package switchboard.server.internal;

import java.util.concurrent.TimeUnit;

/**
 * Recognises the start of a series of errors, so that only the first error of the series is logged
 * as a warning. A series ends when no error has occurred for ten seconds. Safe for use by several
 * threads.
 */
public final class Incident {
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private boolean active; // guarded by this, like lastNanos
  private long lastNanos;

  /** Records an error; returns whether it is the first error of a series. */
  public synchronized boolean begins(long nowNanos) {
    boolean begins = !active || nowNanos - lastNanos > CALM_NANOS;
    active = true;
    lastNanos = nowNanos;
    return begins;
  }
}
