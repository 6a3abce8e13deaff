package switchboard.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.stream.Stream;
import switchboard.net.Ticker;
import switchboard.net.spi.Waiting;

/**
 * Walks along the calls from time to time, parts from those that are idle or never spoke, and names
 * services that are slow. One round for all calls is cheaper than a timer for each read. A virtual
 * thread of the server's, asleep while nobody calls.
 */
final class Patrol implements Runnable {
  private static final System.Logger LOG = System.getLogger("switchboard.server");
  private static final Duration SHORTEST = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** How often loops are looked at, if there are any: often enough to be sure of a tenth. */
  private static final Duration FOR_LOOPS = Duration.ofMillis(50);

  private final Server server;
  private final LoopWatch loops;
  private final long everyNanos;

  Patrol(Server server) {
    this.server = server;
    this.loops = new LoopWatch(server);
    Limits limits = server.limits();
    Duration shortest =
        Stream.of(limits.idle(), limits.firstByte(), limits.slowHandler(), forLoops())
            .filter(Duration::isPositive)
            .min(Duration::compareTo)
            .orElse(LONGEST);
    Duration quarter = shortest.dividedBy(4);
    Duration every = quarter.compareTo(SHORTEST) < 0 ? SHORTEST : quarter;
    this.everyNanos = (every.compareTo(LONGEST) > 0 ? LONGEST : every).toNanos();
  }

  private Duration forLoops() {
    boolean looped = server.strategy() == Strategy.EVENT_LOOPS && server.network().hasLoops();
    return looped ? FOR_LOOPS.multipliedBy(4) : Duration.ZERO;
  }

  @Override
  public void run() {
    openLog();
    server.network().ticker().run(this::walk);
  }

  /**
   * The JDK's log opens its configuration, and the table of time zones, when it first has something
   * to tell. Without a descriptor it would stay dumb, when there is something to tell about that.
   */
  private static void openLog() {
    if (LOG.isLoggable(Level.WARNING)) {
      LOG.log(Level.DEBUG, "on patrol since {0}", ZonedDateTime.now(ZoneId.systemDefault()));
    }
  }

  /** One call that can't be looked at must not leave the others without limits. */
  private void inspect(Call call, long nowNanos) {
    try {
      call.inspect(nowNanos, server.limits());
    } catch (RuntimeException | Error e) {
      tell(call, e);
    }
  }

  private static void tell(Call call, Throwable e) {
    try {
      LOG.log(Level.ERROR, "the limits of " + call.connection().remote() + " can't be watched", e);
    } catch (RuntimeException | Error noLog) {
      // Then the log itself is what has failed.
    }
  }

  private void walk() {
    Ticker ticker = Ticker.current();
    try {
      while (!server.isStopped()) {
        server.calls().awaitAny(server::isStopped);
        long due = ticker.nanos() + everyNanos;
        for (long left = everyNanos; left > 0 && !server.isStopped(); left = due - ticker.nanos()) {
          Waiting.park(this, left);
        }
        long now = ticker.nanos();
        server.calls().forEach(call -> inspect(call, now));
        loops.look(now);
      }
    } catch (IOException interrupted) {
      LOG.log(Level.ERROR, "limits of time are no longer watched", interrupted);
    }
  }
}
