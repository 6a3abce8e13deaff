package switchboard.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** What several rounds gave: the middle one, and how far the others are from it. */
record Spread(double median, double least, double most) {

  /** Of at least one value. */
  static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = (sorted[half] + sorted[(sorted.length - 1) / 2]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** Three significant digits or all before the point. */
  static String digits(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  String json() {
    return String.format(
        Locale.ROOT, "{\"median\":%.4g,\"least\":%.4g,\"most\":%.4g}", median, least, most);
  }

  @Override
  public String toString() {
    return digits(median) + " (" + digits(least) + "–" + digits(most) + ")";
  }
}
