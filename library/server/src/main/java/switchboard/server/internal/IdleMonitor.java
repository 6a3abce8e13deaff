package switchboard.server.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import switchboard.net.Ticker;
import switchboard.net.internal.Log;
import switchboard.net.spi.support.Waiting;
import switchboard.server.Limits;
import switchboard.server.Strategy;

/**
 * Checks all calls periodically, ends calls whose timeouts have passed, and reports slow handlers.
 * Checking all calls in one round is cheaper than a timer for each read. The monitor has its own
 * thread, which sleeps while no call is active. If a round fails, the next round still takes place.
 */
public final class IdleMonitor implements Runnable {
  private static final Duration SHORTEST = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /**
   * The interval between rounds for event loops, short enough to detect a loop blocked for 100 ms.
   */
  private static final Duration LOOP_INTERVAL = Duration.ofMillis(50);

  private final RunningServer server;
  private final Log log;
  private final EventLoopMonitor loops;
  private final long intervalNanos;

  public IdleMonitor(RunningServer server) {
    this.server = server;
    this.log = server.log();
    this.loops = new EventLoopMonitor(server);
    Limits limits = server.limits();
    Duration shortest =
        Stream.of(
                limits.idleTimeout(),
                limits.firstByteTimeout(),
                limits.slowHandlerThreshold(),
                fourLoopIntervals())
            .filter(Duration::isPositive)
            .min(Duration::compareTo)
            .orElse(LONGEST);
    Duration quarter = shortest.dividedBy(4);
    Duration interval = quarter.compareTo(SHORTEST) < 0 ? SHORTEST : quarter;
    this.intervalNanos = (interval.compareTo(LONGEST) > 0 ? LONGEST : interval).toNanos();
  }

  /**
   * Returns four loop intervals for a server on event loops, otherwise zero. The monitor makes four
   * rounds during the shortest timeout, so this value makes it check the loops at each loop
   * interval.
   */
  private Duration fourLoopIntervals() {
    boolean onLoops = server.strategy() == Strategy.EVENT_LOOPS && server.network().hasEventLoops();
    return onLoops ? LOOP_INTERVAL.multipliedBy(4) : Duration.ZERO;
  }

  @Override
  public void run() {
    while (!server.isStopped()) {
      try {
        server.network().ticker().run(this::checkUntilStopped);
      } catch (RuntimeException | Error e) {
        recover(e);
      }
    }
  }

  /** Logs the error of a round, and waits; at the next round, enough memory may be free again. */
  private void recover(Throwable e) {
    log.write(Level.ERROR, e, "the check of all call timeouts failed; trying again");
    try {
      LockSupport.parkNanos(this, SHORTEST.toNanos());
    } catch (RuntimeException | Error outOfMemory) {
      Thread.onSpinWait();
    }
  }

  private void checkUntilStopped() {
    while (!server.isStopped()) {
      try {
        awaitRound();
      } catch (IOException stray) {
        boolean _ = Thread.interrupted(); // an interrupt does not stop a server
      }
      long now = Ticker.current().nanos();
      server.calls().forEach(call -> inspect(call, now));
      loops.look(now);
    }
  }

  private void awaitRound() throws IOException {
    server.calls().awaitAny(server::isStopped);
    Ticker ticker = Ticker.current();
    long due = ticker.nanos() + intervalNanos;
    for (long left = intervalNanos; left > 0 && !server.isStopped(); left = due - ticker.nanos()) {
      Waiting.park(this, left);
    }
  }

  /** Checks one call. An error in this check must not prevent the checks of other calls. */
  private void inspect(ServedCall call, long nowNanos) {
    try {
      call.inspection().inspect(nowNanos, server.limits());
    } catch (RuntimeException | Error e) {
      log.write(
          Level.ERROR,
          e,
          "#{} the check of the timeouts of {} failed",
          call.id(),
          call.connection().remote());
    }
  }
}
