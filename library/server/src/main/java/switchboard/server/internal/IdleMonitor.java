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
 * Looks at all calls from time to time, ends those whose timeouts have passed, and reports slow
 * handlers. One round for all calls is cheaper than a timer for each read. It runs on a thread of
 * the server, which sleeps while there is no call; a round that fails is followed by the next one.
 */
public final class IdleMonitor implements Runnable {
  private static final Duration SHORTEST = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** How often loops are looked at, if there are any: often enough to be sure of a tenth. */
  private static final Duration FOR_LOOPS = Duration.ofMillis(50);

  private final RunningServer server;
  private final Log log;
  private final EventLoopMonitor loops;
  private final long everyNanos;

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
                forLoops())
            .filter(Duration::isPositive)
            .min(Duration::compareTo)
            .orElse(LONGEST);
    Duration quarter = shortest.dividedBy(4);
    Duration every = quarter.compareTo(SHORTEST) < 0 ? SHORTEST : quarter;
    this.everyNanos = (every.compareTo(LONGEST) > 0 ? LONGEST : every).toNanos();
  }

  private Duration forLoops() {
    boolean looped = server.strategy() == Strategy.EVENT_LOOPS && server.network().hasEventLoops();
    return looped ? FOR_LOOPS.multipliedBy(4) : Duration.ZERO;
  }

  @Override
  public void run() {
    while (!server.isStopped()) {
      try {
        server.network().ticker().run(this::walk);
      } catch (RuntimeException | Error e) {
        recover(e);
      }
    }
  }

  /** There may be no memory for a round now; there will be some for the next. */
  private void recover(Throwable e) {
    log.write(Level.ERROR, e, "a round along the calls has failed; there will be another");
    try {
      LockSupport.parkNanos(this, SHORTEST.toNanos());
    } catch (RuntimeException | Error noMemoryForThat) {
      Thread.onSpinWait();
    }
  }

  private void walk() {
    while (!server.isStopped()) {
      try {
        awaitRound();
      } catch (IOException stray) {
        boolean _ = Thread.interrupted(); // an interruption does not end a server
      }
      long now = Ticker.current().nanos();
      server.calls().forEach(call -> inspect(call, now));
      loops.look(now);
    }
  }

  private void awaitRound() throws IOException {
    server.calls().awaitAny(server::isStopped);
    Ticker ticker = Ticker.current();
    long due = ticker.nanos() + everyNanos;
    for (long left = everyNanos; left > 0 && !server.isStopped(); left = due - ticker.nanos()) {
      Waiting.park(this, left);
    }
  }

  /** One call that can't be looked at must not leave the others without limits. */
  private void inspect(ServedCall call, long nowNanos) {
    try {
      call.inspection().inspect(nowNanos, server.limits());
    } catch (RuntimeException | Error e) {
      log.write(
          Level.ERROR,
          e,
          "#{} the limits of {} can't be watched",
          call.id(),
          call.connection().remote());
    }
  }
}
