package switchboard.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What came back while a load was measured. Immutable once it is handed out.
 *
 * <p>In an open loop a message is late from the moment at which it was due, not from the one at
 * which it could be sent: so a server that stands still is charged for all who would have come
 * meanwhile ("coordinated omission").
 */
public final class Outcome {
  private final Plan plan;
  private final Histogram lateness;
  private final Duration time;
  private final long lost;

  Outcome(Plan plan, Histogram lateness, Duration time, long lost) {
    this.plan = plan;
    this.lateness = lateness;
    this.time = time;
    this.lost = lost;
  }

  /** How it was loaded. */
  public Plan plan() {
    return plan;
  }

  /** Messages that came back. */
  public long messages() {
    return lateness.getTotalCount();
  }

  /** Connections that were lost on the way. */
  public long lostConnections() {
    return lost;
  }

  /** How long it was measured. */
  public Duration time() {
    return time;
  }

  /** Messages a second. */
  public double perSecond() {
    return messages() * 1e9 / Math.max(1, time.toNanos());
  }

  /** How late, in microseconds, the best {@code percent} of a hundred were at most. */
  public double micros(double percent) {
    return lateness.getValueAtPercentile(percent) / 1e3;
  }

  /** How late the latest was, in microseconds. */
  public double microsMax() {
    return lateness.getMaxValue() / 1e3;
  }

  /** One point of {@link #curve}. */
  public record Point(double percent, double micros) {}

  /** The whole distribution, for a picture: more points where fewer messages are. */
  public List<Point> curve() {
    var points = new ArrayList<Point>();
    for (var step : lateness.percentiles(5)) {
      points.add(new Point(step.getPercentileLevelIteratedTo(), step.getValueIteratedTo() / 1e3));
    }
    return points;
  }
}
