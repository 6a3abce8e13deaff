package switchboard.server.internal;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import switchboard.server.CloseReason;
import switchboard.server.Limits;

/**
 * Checks the timeouts of one call. Stores what the idle monitor, the thread that checks all
 * timeouts, has observed in its previous rounds. After the call has become active, only the
 * monitor's thread uses this object.
 */
final class CallInspection {
  private final RunningServer server;
  private final ServedCall call;
  private final ServedConnection connection;

  private long activitySeen;
  private long waitingSeenNanos;
  private long activitySeenNanos;

  /**
   * The last time at which the monitor saw that the handler was not busy, for example because it
   * waited for the peer. A wait for the peer may last for hours.
   */
  private long freeSeenNanos;

  private boolean slowReported;

  CallInspection(
      RunningServer server, ServedCall call, ServedConnection connection, long nowNanos) {
    this.server = server;
    this.call = call;
    this.connection = connection;
    startClocks(nowNanos);
  }

  private void startClocks(long nowNanos) {
    waitingSeenNanos = nowNanos;
    activitySeenNanos = nowNanos;
    freeSeenNanos = nowNanos;
  }

  /** Ends the call if a timeout has passed, and reports the handler of the call if it is slow. */
  void inspect(long nowNanos, Limits limits) {
    if (!call.isStarted()) {
      startClocks(nowNanos);
    }
    long activity = connection.traffic().activity();
    if (activity != activitySeen) {
      activitySeen = activity;
      activitySeenNanos = nowNanos;
      slowReported = false;
    }
    if (!isBusy()) {
      freeSeenNanos = nowNanos;
    }
    long idle = nowNanos - activitySeenNanos;
    long busy = Math.min(idle, nowNanos - freeSeenNanos);
    boolean silent = !connection.traffic().heard();
    if (silent && passed(limits.firstByteTimeout(), nowNanos - waitingSeenNanos)) {
      end(CloseReason.NO_FIRST_BYTE);
    } else if (passed(limits.idleTimeout(), idle)) {
      end(CloseReason.IDLE);
    } else if (!slowReported && passed(limits.slowHandlerThreshold(), busy)) {
      slowReported = true;
      reportSlow(Duration.ofNanos(busy));
    }
  }

  /**
   * Ends the call. Ending the call wakes a blocked read, but a blocked write fails only when the
   * connection is reset.
   */
  private void end(CloseReason reason) {
    call.end(reason);
    connection.abortIfWriting();
  }

  private boolean isBusy() {
    return call.thread() != null && connection.isBusy();
  }

  private void reportSlow(Duration busy) {
    String name = String.valueOf(call.thread());
    server.counters().countSlowHandler();
    JfrEvents.slow(call.id(), connection.remote().toString(), name);
    server
        .log()
        .write(
            Level.WARNING,
            "#{} the handler for {} has been busy for {} ms on {}",
            call.id(),
            connection.remote(),
            busy.toMillis(),
            name);
  }

  private static boolean passed(Duration limit, long nanos) {
    // the conversion saturates
    return limit.isPositive() && nanos > TimeUnit.NANOSECONDS.convert(limit);
  }
}
