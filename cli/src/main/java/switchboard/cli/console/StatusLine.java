package switchboard.cli.console;

import java.util.List;
import org.jline.utils.WCWidth;

/**
 * One line at the bottom of the terminal of standard error, which each new text replaces; for
 * progress, on one thread at a time. Shows nothing where standard error is not a terminal that
 * understands escape sequences, or events are wanted. Never wider than the terminal is at that
 * moment, since a line that wraps could not be replaced.
 */
public final class StatusLine {
  private static final String ERASE_LINE = "\r\033[K";
  private static final String ELLIPSIS = "…";

  private final Environment environment;
  private final Console console;
  private final boolean shown;
  private boolean onScreen;

  public StatusLine(Environment environment, Console console) {
    this.environment = environment;
    this.console = console;
    this.shown = environment.isSteerable(2) && !console.isJson();
  }

  boolean isShown() {
    return shown;
  }

  /**
   * Replaces the line by the first of {@code forms} that fits, or by as much of the last one as
   * fits.
   *
   * @param forms the same in fewer and fewer words, safe to print
   */
  public void show(List<String> forms) {
    if (shown) {
      onScreen = true;
      // A full row leaves the cursor where some terminals count it to the next one.
      console.prompt(ERASE_LINE + fit(forms, environment.columns() - 1));
    }
  }

  /** Takes the line off the screen. */
  public void erase() {
    if (onScreen) {
      console.prompt(ERASE_LINE);
      onScreen = false;
    }
  }

  static String fit(List<String> forms, int cellsMax) {
    for (String form : forms) {
      if (cells(form) <= cellsMax) {
        return form;
      }
    }
    var cut = new StringBuilder();
    int left = cellsMax - 1; // for the ellipsis
    for (int point : forms.getLast().codePoints().toArray()) {
      left -= cells(point);
      if (left < 0) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return cellsMax > 0 ? cut + ELLIPSIS : "";
  }

  private static int cells(String text) {
    return text.codePoints().map(StatusLine::cells).sum();
  }

  private static int cells(int point) {
    return Math.max(0, WCWidth.wcwidth(point));
  }
}
