package switchboard.echo;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import switchboard.net.Address;
import switchboard.net.internal.Log;

/**
 * The datagrams that {@link EchoDatagrams} does not answer, for one reason: counts them, and logs
 * the first of each episode. An episode is over when there was none for ten seconds. Any thread.
 */
final class DroppedDatagrams {
  private static final Log LOG = Log.named("switchboard.echo");
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String reason;
  private final LongAdder count = new LongAdder();
  private boolean going; // guarded by this, as the time
  private long lastNanos;

  /** Those for {@code reason}, the end of a sentence. */
  DroppedDatagrams(String reason) {
    this.reason = reason;
  }

  long count() {
    return count.sum();
  }

  /** Notes one from {@code source}. */
  void add(Address source, long nowNanos) {
    count.increment();
    if (begins(nowNanos)) {
      LOG.write(
          Level.WARNING,
          "a datagram from {} was not answered: {}; more of these are counted, not logged",
          source,
          reason);
    }
  }

  private synchronized boolean begins(long nowNanos) {
    boolean begins = !going || nowNanos - lastNanos > CALM_NANOS;
    going = true;
    lastNanos = nowNanos;
    return begins;
  }
}
