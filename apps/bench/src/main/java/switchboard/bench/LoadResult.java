package switchboard.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The result of a load test: the measured latencies, and the number of failed connections.
 * Immutable.
 *
 * <p>In an open loop, the latency of a message is measured from the time at which the message was
 * due, and not from the time at which the message was actually sent. If a server stalls, each
 * message that should have been sent during the stall therefore has a high latency. This avoids the
 * measurement error that is known as "coordinated omission".
 */
public final class LoadResult {
  private final LoadPlan plan;
  private final Histogram latency;
  private final Duration time;
  private final Failed failed;
  private final boolean interrupted;

  /**
   * The connections that failed.
   *
   * @param counts the number of failed connections for each cause that occurred
   * @param first the first failure for each cause
   */
  record Failed(Map<FailureCause, Integer> counts, Map<FailureCause, IOException> first) {}

  /**
   * The measurements of a load test.
   *
   * @param latency the latencies in nanoseconds
   * @param time the duration of the measurement
   * @param interrupted whether an interrupt or a deadline of the thread ended the load test before
   *     its planned end
   */
  record Measured(Histogram latency, Duration time, boolean interrupted) {}

  LoadResult(LoadPlan plan, Measured measured, Failed failed) {
    this.plan = plan;
    this.latency = measured.latency();
    this.time = measured.time();
    this.failed = failed;
    this.interrupted = measured.interrupted();
  }

  /** Returns the plan of the load test. */
  public LoadPlan plan() {
    return plan;
  }

  /** Returns the number of messages that came back during the measurement. */
  public long messages() {
    return latency.getTotalCount();
  }

  /** Returns the number of connections that failed at any time during the load test. */
  public int failedConnections() {
    return failed.counts().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the number of connections that failed because of {@code cause}. */
  public int failedConnections(FailureCause cause) {
    return failed.counts().getOrDefault(cause, 0);
  }

  /**
   * Returns the first failure with this cause; null if no connection failed because of this cause.
   */
  public @Nullable IOException firstFailure(FailureCause cause) {
    return failed.first().get(cause);
  }

  /**
   * Returns whether an interrupt or a deadline of the thread ended the load test before its planned
   * end.
   */
  public boolean isInterrupted() {
    return interrupted;
  }

  /**
   * Returns the duration of the measurement. If the load test ended early, the duration is shorter
   * than planned.
   */
  public Duration duration() {
    return time;
  }

  /** Returns the average number of messages per second that came back during the measurement. */
  public double perSecond() {
    return messages() * 1e9 / Math.max(1, time.toNanos());
  }

  /** Returns the latency in microseconds that {@code percent} of the messages did not exceed. */
  public double micros(double percent) {
    return latency.getValueAtPercentile(percent) / 1e3;
  }

  /** Returns the longest latency in microseconds. */
  public double microsMax() {
    return latency.getMaxValue() / 1e3;
  }

  /**
   * One point of {@link #curve}: {@code percent} of the messages had a latency of at most {@code
   * micros} microseconds.
   */
  public record Point(double percent, double micros) {}

  /**
   * Returns points of the latency distribution. The points are closer together at higher
   * percentiles.
   */
  public List<Point> curve() {
    var points = new ArrayList<Point>();
    for (var step : latency.percentiles(5)) {
      points.add(new Point(step.getPercentileLevelIteratedTo(), step.getValueIteratedTo() / 1e3));
    }
    return points;
  }
}
