package switchboard.layouts;

/**
 * The rule that determines where a field ends: at a delimiter, at the end of the datagram or
 * stream, or after a known length. Immutable.
 */
final class ContentEnd {
  private static final byte[] NOTHING = {};

  /** The length of the field is fixed or stored in an earlier number field. */
  static final ContentEnd COUNTED = new ContentEnd(NOTHING, false);

  /** The field extends to the end of the stream or datagram. */
  static final ContentEnd END = new ContentEnd(NOTHING, true);

  private final byte[] delimiter;
  private final boolean open;

  private ContentEnd(byte[] delimiter, boolean open) {
    this.delimiter = delimiter;
    this.open = open;
  }

  /** Returns the rule for a field that ends at a delimiter. Copies the bytes of the delimiter. */
  static ContentEnd delimiter(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a delimiter must have at least one byte");
    }
    return new ContentEnd(bytes.clone(), false);
  }

  /** Returns the delimiter, or an empty array if there is none. */
  byte[] delimiter() {
    return delimiter;
  }

  boolean isOpen() {
    return open;
  }

  /**
   * Formats this rule in the text syntax of layouts. In this syntax, the rule comes after the size
   * of the field.
   */
  @Override
  public String toString() {
    if (open) {
      return " until end";
    }
    return delimiter.length > 0 ? " until " + FieldSyntax.quoted(delimiter) : "";
  }
}
