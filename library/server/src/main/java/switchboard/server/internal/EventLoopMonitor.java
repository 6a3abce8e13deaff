package switchboard.server.internal;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.support.EventLoop;

/**
 * Reports handlers that hold up an event loop, and with it all calls on that loop: by computing for
 * long, or by an operation that pins its thread, of native code or of a file. Confined to the idle
 * monitor.
 */
final class EventLoopMonitor {
  /** As long as a person notices. */
  private static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final RunningServer server;
  private final Map<EventLoop, Seen> loops = new HashMap<>();

  /** How far a loop was, when that was first seen, and whether it was told. */
  private record Seen(long turns, long nanos, boolean told) {}

  EventLoopMonitor(RunningServer server) {
    this.server = server;
  }

  /** One look at each loop. */
  void look(long nowNanos) {
    for (EventLoop loop : server.network().eventLoops()) {
      Seen seen = loops.get(loop);
      long turns = loop.turns();
      if (seen == null || seen.turns != turns || loop.isSleeping()) {
        loops.put(loop, new Seen(turns, nowNanos, false));
      } else if (!seen.told && nowNanos - seen.nanos >= HELD_UP_NANOS) {
        loops.put(loop, new Seen(turns, seen.nanos, tell(loop, nowNanos - seen.nanos)));
      }
    }
  }

  /** Names the call that is on the loop's thread now; whether there is one of this server. */
  private boolean tell(EventLoop loop, long nanos) {
    boolean[] told = {false};
    server
        .calls()
        .forEach(call -> {
          Thread thread = call.thread();
          if (thread != null && call.isOn(loop)) {
            told[0] = true;
            server.counters().countSlowHandler();
            JfrEvents.slow(call.id(), call.connection().remote().toString(), thread.toString());
            tell(loop, call, thread, nanos);
          }
        });
    return told[0];
  }

  private void tell(EventLoop loop, ServedCall call, Thread thread, long nanos) {
    StackTraceElement at = ours(thread.getStackTrace());
    server
        .log()
        .write(
            Level.WARNING,
            "#{} the service for {} has held up {} and everybody on it for {} ms{};"
                + " the strategy for services that compute or block is 'virtual'",
            call.id(),
            call.connection().remote(),
            loop.name(),
            TimeUnit.NANOSECONDS.toMillis(nanos),
            at == null ? "" : ", in " + at);
  }

  /** The innermost that is not the JDK's: the service's own, as a rule. */
  private static @Nullable StackTraceElement ours(StackTraceElement[] stack) {
    for (StackTraceElement each : stack) {
      String module = each.getModuleName();
      if (module == null || !(module.startsWith("java.") || module.startsWith("jdk."))) {
        return each;
      }
    }
    return null;
  }
}
