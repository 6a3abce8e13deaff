package switchboard.layouts;

/**
 * The marker of the end of a field: a delimiter, EOF, or none if the length is known. Immutable.
 */
final class ContentEnd {
  private static final byte[] NOTHING = {};

  /** The field is counted by a number before it, or has a fixed length. */
  static final ContentEnd COUNTED = new ContentEnd(NOTHING, false);

  /** The field extends to the end of the stream or datagram. */
  static final ContentEnd END = new ContentEnd(NOTHING, true);

  private final byte[] delimiter;
  private final boolean open;

  private ContentEnd(byte[] delimiter, boolean open) {
    this.delimiter = delimiter;
    this.open = open;
  }

  /** Returns an end that is marked by a delimiter, whose bytes are copied. */
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

  /** Returns the end in the syntax of layouts, which follows the size. */
  @Override
  public String toString() {
    if (open) {
      return " until end";
    }
    return delimiter.length > 0 ? " until " + FieldSyntax.quoted(delimiter) : "";
  }
}
