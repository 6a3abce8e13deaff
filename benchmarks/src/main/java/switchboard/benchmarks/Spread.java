package switchboard.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** The median, the minimum and the maximum of the results of several rounds. */
record Spread(double median, double least, double most) {

  /**
   * Returns the median, minimum and maximum of {@code values}, which must contain at least one
   * value.
   */
  static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = (sorted[half] + sorted[(sorted.length - 1) / 2]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /**
   * Formats a number with three significant digits. A number of 1,000 or more is rounded to an
   * integer instead.
   */
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
