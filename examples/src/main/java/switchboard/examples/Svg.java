package switchboard.examples;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Builds a picture in SVG 1.1. Not thread-safe. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  record Point(double x, double y) {
    Point moved(double right, double down) {
      return new Point(x + right, y + down);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }
  }

  Svg(int width, int height, String title) {
    text.append(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\">\n"
                .formatted(width, height))
        .append("<title>" + title + "</title>\n")
        .append("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n".formatted(width, height));
  }

  /**
   * Draws a line through all points. {@code style} contains SVG attributes of the line, such as
   * {@code stroke="red"}.
   */
  Svg line(List<Point> points, String style) {
    String all = points.stream().map(Point::toString).collect(Collectors.joining(" "));
    text.append("<polyline points=\"" + all + "\" fill=\"none\" " + style + "/>\n");
    return this;
  }

  Svg dot(Point at, String style) {
    text.append(
        String.format(
            Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" %s/>%n", at.x, at.y, style));
    return this;
  }

  /** Draws a text. The text must not contain characters that have to be escaped in XML. */
  Svg words(Point at, String words, String style) {
    text.append(
        String.format(
            Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>%n", at.x, at.y, style, words));
    return this;
  }

  @Override
  public String toString() {
    return text + "</svg>\n";
  }
}
