package switchboard.echo;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import switchboard.net.Address;
import switchboard.net.internal.Log;

/**
 * Counts the datagrams that {@link EchoDatagrams} drops for one reason. Logs the first datagram of
 * each series of dropped datagrams. A series ends when ten seconds have passed without a datagram
 * dropped for this reason. Thread-safe.
 */
final class DroppedDatagrams {
  private static final Log LOG = Log.named("switchboard.echo");
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String reason;
  private final LongAdder count = new LongAdder();
  private boolean active; // guarded by this, like lastNanos
  private long lastNanos;

  /**
   * Creates a counter.
   *
   * @param reason the reason for dropping the datagrams, as a clause for the log message
   */
  DroppedDatagrams(String reason) {
    this.reason = reason;
  }

  long count() {
    return count.sum();
  }

  /** Counts a dropped datagram from {@code source}. */
  void add(Address source, long nowNanos) {
    count.increment();
    if (begins(nowNanos)) {
      LOG.write(
          Level.WARNING,
          "dropped a datagram from {}: {}; further datagrams that are dropped for this reason are"
              + " counted, but not logged",
          source,
          reason);
    }
  }

  private synchronized boolean begins(long nowNanos) {
    boolean begins = !active || nowNanos - lastNanos > CALM_NANOS;
    active = true;
    lastNanos = nowNanos;
    return begins;
  }
}
