package switchboard.server.internal;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.support.EventLoop;

/**
 * Reports handlers that block an event loop, and with it all calls on that loop, for {@link
 * #BLOCKED_NANOS}. Such handlers compute without a pause, or they pin the carrier thread by native
 * code or file operations. Used only by the thread of the idle monitor.
 */
final class EventLoopMonitor {
  /**
   * The time after which a blocked loop is reported. People begin to notice delays of this length.
   */
  private static final long BLOCKED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final RunningServer server;
  private final Map<EventLoop, Seen> loops = new HashMap<>();

  /**
   * An observation of a loop: the number of times that the loop has run a task, the time when this
   * number was first seen, and whether the loop was reported at this number.
   */
  private record Seen(long turns, long nanos, boolean reported) {}

  EventLoopMonitor(RunningServer server) {
    this.server = server;
  }

  /** Checks each loop once. */
  void look(long nowNanos) {
    for (EventLoop loop : server.network().eventLoops()) {
      Seen seen = loops.get(loop);
      long turns = loop.turns();
      if (seen == null || seen.turns != turns || loop.isSleeping()) {
        loops.put(loop, new Seen(turns, nowNanos, false));
      } else if (!seen.reported && nowNanos - seen.nanos >= BLOCKED_NANOS) {
        loops.put(loop, new Seen(turns, seen.nanos, report(loop, nowNanos - seen.nanos)));
      }
    }
  }

  /**
   * Reports the call that the loop is running now. Returns false if the loop is not running a call
   * of this server.
   */
  private boolean report(EventLoop loop, long nanos) {
    boolean[] reported = {false};
    server
        .calls()
        .forEach(call -> {
          Thread thread = call.thread();
          if (thread != null && call.isOn(loop)) {
            reported[0] = true;
            server.counters().countSlowHandler();
            JfrEvents.slow(call.id(), call.connection().remote().toString(), thread.toString());
            report(loop, call, thread, nanos);
          }
        });
    return reported[0];
  }

  private void report(EventLoop loop, ServedCall call, Thread thread, long nanos) {
    StackTraceElement at = innermost(thread.getStackTrace());
    server
        .log()
        .write(
            Level.WARNING,
            "#{} the handler for {} has blocked {} and all calls on it for {} ms{};"
                + " use the strategy 'virtual' for handlers that compute or block",
            call.id(),
            call.connection().remote(),
            loop.name(),
            TimeUnit.NANOSECONDS.toMillis(nanos),
            at == null ? "" : ", in " + at);
  }

  /**
   * Returns the innermost stack frame outside the JDK; this frame usually belongs to the handler.
   */
  private static @Nullable StackTraceElement innermost(StackTraceElement[] stack) {
    for (StackTraceElement each : stack) {
      String module = each.getModuleName();
      if (module == null || !(module.startsWith("java.") || module.startsWith("jdk."))) {
        return each;
      }
    }
    return null;
  }
}
