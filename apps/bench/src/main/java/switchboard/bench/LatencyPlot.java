package switchboard.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a latency distribution as SVG 1.1: percentiles on the x axis and latencies on the y axis,
 * both on logarithmic scales. Titles and names must not contain characters that have to be escaped
 * in XML.
 */
public final class LatencyPlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 80;
  private static final int BOTTOM = 60;
  private static final int TOP = 50;
  private static final int RIGHT = 190;
  private static final double[] PERCENTS = {0, 50, 90, 99, 99.9, 99.99, 99.999};
  private static final String[] COLOURS = {
    "#1b6ca8", "#c8553d", "#4b8f29", "#8e44ad", "#d4a017", "#16838a", "#7a4a2b", "#c2185b"
  };

  private final StringBuilder text = new StringBuilder();
  private final double top;
  private final double least;

  private LatencyPlot(Map<String, LoadResult> lines) {
    top = lines.values().stream().mapToDouble(LoadResult::microsMax).max().orElse(1);
    least =
        lines.values().stream()
            .flatMap(outcome -> outcome.curve().stream())
            .mapToDouble(LoadResult.Point::micros)
            .filter(micros -> micros > 0)
            .min()
            .orElse(1);
  }

  /**
   * Returns a plot as SVG text.
   *
   * @param title the title above the plot
   * @param lines a map from the name of each line in the legend to the result to draw as this line
   */
  public static String of(String title, Map<String, LoadResult> lines) {
    var plot = new LatencyPlot(lines);
    plot.frame(title);
    int number = 0;
    for (var line : lines.entrySet()) {
      plot.line(line.getKey(), line.getValue().curve(), number++);
    }
    return plot.text + "</svg>\n";
  }

  private void frame(String title) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
            + " viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, HEIGHT);
    add("<title>%s</title>", title);
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    words(LEFT, 24, "start", title);
    for (double percent : PERCENTS) {
      double x = x(percent);
      rule(x, TOP, x, HEIGHT - BOTTOM);
      words(x, HEIGHT - BOTTOM + 18, "middle", percent == 0 ? "0" : trimmed(percent));
    }
    for (double micros = floor10(least); micros <= top * 1.001; micros *= 10) {
      double y = y(micros);
      rule(LEFT, y, WIDTH - RIGHT, y);
      words(LEFT - 8, y + 4, "end", time(micros));
    }
    words((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "percent of the messages");
  }

  private void line(String name, List<LoadResult.Point> curve, int number) {
    String colour = COLOURS[number % COLOURS.length];
    var points = new StringBuilder();
    for (LoadResult.Point point : curve) {
      points.append(
          String.format(
              Locale.ROOT, "%.1f,%.1f ", x(point.percent()), y(Math.max(least, point.micros()))));
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
        points.toString().strip(), colour);
    int y = TOP + 14 + 20 * number;
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"4\" fill=\"%s\"/>",
        WIDTH - RIGHT + 14, y - 6, colour);
    words(WIDTH - RIGHT + 32, y, "start", name);
  }

  /**
   * Returns the x coordinate of a percentile. The axis is logarithmic in the share of messages
   * above the percentile.
   */
  private static double x(double percent) {
    double left = Math.max(1 - percent / 100, 1e-5);
    return LEFT + -Math.log10(left) / 5 * (WIDTH - LEFT - RIGHT);
  }

  private double y(double micros) {
    double from = Math.log10(floor10(least));
    double to = Math.max(Math.log10(top), from + 1);
    double share = (Math.log10(micros) - from) / (to - from);
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  }

  private static double floor10(double value) {
    return Math.pow(10, Math.floor(Math.log10(value)));
  }

  private static String time(double micros) {
    if (micros >= 1e6) {
      return trimmed(micros / 1e6) + " s";
    }
    return micros >= 1e3 ? trimmed(micros / 1e3) + " ms" : trimmed(micros) + " µs";
  }

  private static String trimmed(double value) {
    return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
  }

  private void rule(double x1, double y1, double x2, double y2) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
        x1, y1, x2, y2);
  }

  private void words(double x, double y, String anchor, String words) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, words);
  }

  @SuppressWarnings("AnnotateFormatMethod") // an annotation would need a further library
  private void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
