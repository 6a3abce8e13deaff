package switchboard.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The result of a load: the latencies it measured until it ended, and the connections that failed.
 * Immutable.
 *
 * <p>In an open loop the latency of a message counts from the moment at which it was due, not from
 * the one at which it could be sent: a server that stalls is charged for every message that would
 * have been sent meanwhile ("coordinated omission").
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
   * @param counts how many, by cause; no zeros
   * @param first the first failure of each cause
   */
  record Failed(Map<FailureCause, Integer> counts, Map<FailureCause, IOException> first) {}

  /**
   * The part of the load that was measured.
   *
   * @param time how long that was
   * @param interrupted whether the thread was interrupted before the load was over
   */
  record Measured(Histogram latency, Duration time, boolean interrupted) {}

  LoadResult(LoadPlan plan, Measured measured, Failed failed) {
    this.plan = plan;
    this.latency = measured.latency();
    this.time = measured.time();
    this.failed = failed;
    this.interrupted = measured.interrupted();
  }

  /** How it was loaded. */
  public LoadPlan plan() {
    return plan;
  }

  /** Messages that came back while it was measured. */
  public long messages() {
    return latency.getTotalCount();
  }

  /** Returns how many connections failed, at any time of the load. */
  public int failedConnections() {
    return failed.counts().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns how many connections failed for {@code cause}. */
  public int failedConnections(FailureCause cause) {
    return failed.counts().getOrDefault(cause, 0);
  }

  /** Returns the first failure for {@code cause}, or null if no connection failed for it. */
  public @Nullable IOException firstFailure(FailureCause cause) {
    return failed.first().get(cause);
  }

  /** Whether the thread was interrupted before the load had lasted as long as planned. */
  public boolean isInterrupted() {
    return interrupted;
  }

  /** How long it was measured: less than planned if no connection was left, or interrupted. */
  public Duration duration() {
    return time;
  }

  /** Messages a second. */
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

  /** One point of {@link #curve}. */
  public record Point(double percent, double micros) {}

  /** The whole distribution, for a picture: more points where fewer messages are. */
  public List<Point> curve() {
    var points = new ArrayList<Point>();
    for (var step : latency.percentiles(5)) {
      points.add(new Point(step.getPercentileLevelIteratedTo(), step.getValueIteratedTo() / 1e3));
    }
    return points;
  }
}
