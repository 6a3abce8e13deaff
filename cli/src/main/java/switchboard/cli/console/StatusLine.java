package switchboard.cli.console;

import java.util.List;
import org.jline.utils.WCWidth;

/**
 * One line at the bottom of the terminal on standard error. Each new text replaces the previous
 * text of the line. Prints nothing if standard error is not a terminal that supports escape
 * sequences, or with {@code --json}. The line is always narrower than the terminal, because a line
 * that wraps could not be replaced. Not thread-safe.
 */
public final class StatusLine {
  private static final String ERASE_LINE = "\r\033[K";
  private static final String ELLIPSIS = "…";

  private final Environment environment;
  private final Console console;
  private final boolean shown;
  private boolean onScreen;

  /** Creates a status line that is not shown yet. */
  public StatusLine(Environment environment, Console console) {
    this.environment = environment;
    this.console = console;
    this.shown = environment.isSteerable(2) && !console.isJson();
  }

  boolean isShown() {
    return shown;
  }

  /**
   * Replaces the line by the first of {@code forms} that fits into the width of the terminal. If no
   * form fits, shows the beginning of the last form.
   *
   * @param forms several forms of the same text, from the longest to the shortest, without control
   *     characters
   */
  public void show(List<String> forms) {
    if (shown) {
      onScreen = true;
      // One column less: after a full row, some terminals move the cursor to the next row.
      console.prompt(ERASE_LINE + fit(forms, environment.columns() - 1));
    }
  }

  /** Removes the status line from the screen. */
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
    var shortened = new StringBuilder();
    int left = cellsMax - 1; // for the ellipsis
    for (int point : forms.getLast().codePoints().toArray()) {
      left -= cells(point);
      if (left < 0) {
        break;
      }
      shortened.appendCodePoint(point);
    }
    return cellsMax > 0 ? shortened + ELLIPSIS : "";
  }

  private static int cells(String text) {
    return text.codePoints().map(StatusLine::cells).sum();
  }

  private static int cells(int point) {
    return Math.max(0, WCWidth.wcwidth(point));
  }
}
