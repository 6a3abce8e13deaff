package switchboard.layouts;

import java.io.IOException;
import switchboard.layouts.Dissector.Dissected;

/**
 * Messages as rows of hexadecimal, each field on its own with its name and what it says. Immutable.
 *
 * @param rowsMax how many rows a field has at most, at least 1; a list, with those in it, has eight
 *     messages for each of them. What is left out is said
 * @param color whether each field has a colour, for a terminal
 */
public record Dump(int rowsMax, boolean color) {

  /**
   * Shows so much.
   *
   * @throws IllegalArgumentException when that is less than a row
   */
  public Dump {
    if (rowsMax < 1) {
      throw new IllegalArgumentException("a field has at least 1 row, not " + rowsMax);
    }
  }

  /** The rows of one message, below its heading. */
  public String rows(Dissected message) {
    var text = new StringBuilder();
    try {
      print(message, text);
    } catch (IOException neverOfThat) {
      throw new AssertionError(neverOfThat);
    }
    return text.toString();
  }

  /**
   * Appends the rows of one message, below its heading, piece by piece: they may be more than a
   * string can hold.
   *
   * @throws IOException as that of {@code to}
   */
  public void print(Dissected message, Appendable to) throws IOException {
    DumpWriter.print(this, message, to);
  }
}
