package switchboard.net.internal;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Failure;
import switchboard.net.Ticker;
import switchboard.net.spi.support.Waiting;

/**
 * Waits until the peer's machine has acknowledged all written bytes: the default implementation of
 * {@link Connection#awaitAcknowledged}.
 */
public final class Acknowledgements {
  private static final long PAUSE_NANOS_MIN = 1_000_000;
  private static final long PAUSE_NANOS_MAX = 100_000_000;

  private Acknowledgements() {}

  /**
   * Blocks as {@link Connection#awaitAcknowledged} specifies. The kernel reports no event when
   * bytes are acknowledged. Therefore this method asks the kernel repeatedly, with pauses of 1 to
   * 100 ms.
   */
  public static void await(Connection connection, Duration stalled) throws IOException {
    Ticker ticker = Ticker.current();
    long stalledNanos = TimeUnit.NANOSECONDS.convert(stalled);
    long least = Long.MAX_VALUE;
    long sinceNanos = ticker.nanos();
    long pauseNanos = PAUSE_NANOS_MIN;
    for (long left = pending(connection); left > 0; left = pending(connection)) {
      long now = ticker.nanos();
      if (left < least) {
        least = left;
        sinceNanos = now;
      } else if (now - sinceNanos >= stalledNanos) {
        throw new ConnectionLostException(failure(connection, left, stalled));
      }
      Waiting.park(connection, pauseNanos);
      pauseNanos = Math.min(2 * pauseNanos, PAUSE_NANOS_MAX);
    }
  }

  private static long pending(Connection connection) throws IOException {
    return connection.unacknowledgedBytes().orElse(0);
  }

  private static Failure failure(Connection connection, long left, Duration stalled) {
    String seconds = BigDecimal.valueOf(stalled.toMillis(), 3).stripTrailingZeros().toPlainString();
    return new Failure(
        "write",
        connection.local(),
        connection.remote(),
        "the last " + left + " bytes were not acknowledged within " + seconds + " s");
  }
}
