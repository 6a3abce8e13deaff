package switchboard.examples;

import java.util.List;
import switchboard.examples.Svg.Point;

/**
 * The axes of one plot in a picture: their position in pixels, and the maximum value on each axis.
 */
record Axes(int left, int width, double xMax, double yMax) {
  private static final int TOP = 74;
  private static final int HEIGHT = 260;
  private static final String GREY = "stroke=\"#444\"";
  private static final String SMALL = "font-size=\"12\" fill=\"#444\" text-anchor=\"";

  /** Converts a point of the plot from its values to its position in pixels. */
  Point at(Point value) {
    return at(value.x(), value.y());
  }

  private Point at(double x, double y) {
    return new Point(left + x / xMax * width, TOP + HEIGHT - y / yMax * HEIGHT);
  }

  void draw(Svg svg, String title, String xName, String yName) {
    svg.words(at(0, yMax).moved(0, -14), title, "font-size=\"14\"");
    svg.words(at(xMax / 2, 0).moved(0, 42), xName, SMALL + "middle\"");
    Point side = at(0, yMax / 2).moved(-48, 0);
    svg.words(side, yName, SMALL + "middle\" transform=\"rotate(-90 " + side + ")\"");
  }

  void ticks(Svg svg, int yStep) {
    for (int y = 0; y <= yMax; y += yStep) {
      svg.line(List.of(at(0, y), at(xMax, y)), "stroke=\"#ddd\"");
      svg.words(at(0, y).moved(-8, 4), String.valueOf(y), SMALL + "end\"");
    }
    for (int x = 0; x <= xMax; x++) {
      svg.line(List.of(at(x, 0), at(x, 0).moved(0, 5)), GREY);
      svg.words(at(x, 0).moved(0, 20), String.valueOf(x), SMALL + "middle\"");
    }
    svg.line(List.of(at(0, yMax), at(0, 0), at(xMax, 0)), GREY);
  }
}
