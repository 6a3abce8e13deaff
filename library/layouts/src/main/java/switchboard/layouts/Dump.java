package switchboard.layouts;

import java.io.IOException;
import switchboard.layouts.Dissector.Dissected;

/**
 * Formats messages as a hex dump: each field has its own rows with offset, bytes, name and value.
 * Immutable.
 *
 * <pre>{@code
 * Layout layout = Layout.parse("length: u16 of body, body: text ..1KiB");
 * var dissector = new Dissector(layout, connection.source());
 * for (Dissector.Dissected each; (each = dissector.next()) != null; ) {
 *   System.out.print(new Dump(4, false).rows(each));
 * }
 * }</pre>
 *
 * @param rowsMax the maximum number of rows for a field, at least 1. For a list, up to 8 × {@code
 *     rowsMax} items are printed, including the items of nested lists. If a field needs more rows,
 *     or a list has more items, a final row states how much was omitted
 * @param color whether to color each field with ANSI escape sequences
 * @since 0.1.0
 */
public record Dump(int rowsMax, boolean color) {

  /**
   * Creates a format.
   *
   * @throws IllegalArgumentException if {@code rowsMax} is less than 1
   */
  public Dump {
    if (rowsMax < 1) {
      throw new IllegalArgumentException(
          "the maximum number of rows must be at least 1, not " + rowsMax);
    }
  }

  /**
   * Formats one message, with a heading.
   *
   * @param message a message that a layout has dissected
   * @return the heading and the rows; each of these lines ends with a line feed
   */
  public String rows(Dissected message) {
    var text = new StringBuilder();
    try {
      print(message, text);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return text.toString();
  }

  /**
   * Formats one message, with a heading. Appends each part of the rows as soon as it is formatted.
   * Use this method for large messages: all rows of a large message may be too long for one string.
   *
   * @param message a message that a layout has dissected
   * @param to the target to which the rows are appended
   * @throws IOException if {@code to} throws it
   */
  public void print(Dissected message, Appendable to) throws IOException {
    DumpWriter.print(this, message, to);
  }
}
