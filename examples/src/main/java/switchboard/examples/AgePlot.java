package switchboard.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import switchboard.examples.Svg.Point;

/**
 * A plot of the results of the {@link PositionGame}, as SVG. The left half shows the age of one
 * player's position, as another player sees this position, over ten seconds. The right half shows
 * the 99th percentile of this age for each loss rate.
 */
final class AgePlot {
  private static final double LOSS = 0.05;
  private static final long FROM_MILLIS = 20_000;
  private static final int SECONDS = 10;
  private static final int STEP_MILLIS = 200;
  private static final String[] COLOURS = {
    "#0072b2", "#d55e00"
  }; // colour-blind readers can distinguish these colours

  private AgePlot() {}

  static String svg() throws IOException {
    var svg = new Svg(960, 400, "A position game over UDP and over TCP on a lossy network");
    var traces = List.of(trace(false), trace(true));
    var percentiles = List.of(percentiles(false), percentiles(true));
    var overTime = new Axes(70, 490, SECONDS, highest(traces));
    overTime.draw(
        svg, "Age of a position as another player sees it, 5 % loss", "time in s", "age in ms");
    overTime.ticks(svg, STEP_MILLIS);
    var overLoss = new Axes(660, 260, 10, highest(percentiles));
    overLoss.draw(svg, "99th percentile of the age", "loss each way, in %", "age in ms");
    overLoss.ticks(svg, STEP_MILLIS);
    for (int i = 1; i >= 0; i--) {
      String colour = "stroke=\"" + COLOURS[i] + "\" stroke-width=\"2\"";
      svg.line(traces.get(i).stream().map(overTime::at).toList(), colour);
      var points = percentiles.get(i).stream().map(overLoss::at).toList();
      svg.line(points, colour);
      for (Point point : points) {
        svg.dot(point, "fill=\"" + COLOURS[i] + "\"");
      }
      label(svg, percentiles.get(i).getLast(), points.getLast(), COLOURS[i]);
      legend(svg, i == 1, colour);
    }
    return svg.toString();
  }

  /**
   * Returns the smallest tick of the axis that is larger than all values and leaves space for
   * labels.
   */
  private static double highest(List<List<Point>> curves) {
    double highest =
        curves.stream().flatMap(List::stream).mapToDouble(Point::y).max().orElse(STEP_MILLIS);
    return Math.ceil(1.1 * highest / STEP_MILLIS) * STEP_MILLIS;
  }

  private static List<Point> trace(boolean tcp) throws IOException {
    return SimulatedGame.over(tcp, LOSS).between(1, 5).stream()
        .map(look -> new Point((look.atMillis() - FROM_MILLIS) / 1000.0, (double) look.ageMillis()))
        .filter(point -> point.x() >= 0 && point.x() <= SECONDS)
        .toList();
  }

  private static List<Point> percentiles(boolean tcp) throws IOException {
    var points = new ArrayList<Point>();
    for (double loss : PositionGame.LOSSES) {
      long age = SimulatedGame.over(tcp, loss).percentile(0.99);
      points.add(new Point(loss * 100, (double) age));
    }
    return points;
  }

  private static void label(Svg svg, Point value, Point at, String colour) {
    String words = Math.round(value.y()) + " ms";
    svg.words(
        at.moved(-8, -10), words, "font-size=\"12\" text-anchor=\"end\" fill=\"" + colour + "\"");
  }

  private static void legend(Svg svg, boolean tcp, String stroke) {
    var start = new Point(tcp ? 150 : 70, 24);
    svg.line(List.of(start, start.moved(28, 0)), stroke);
    svg.words(start.moved(34, 5), PositionGame.name(tcp), "font-size=\"14\"");
  }
}
