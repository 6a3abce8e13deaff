package switchboard.layouts;

/** What tells where bytes of varying length end. Immutable. */
final class ContentEnd {
  private static final byte[] NOTHING = {};

  /** A number before them counts them, or they have always the same length. */
  static final ContentEnd COUNTED = new ContentEnd(NOTHING, false);

  /** The end of all there is: of the stream, or of the datagram. */
  static final ContentEnd END = new ContentEnd(NOTHING, true);

  private final byte[] delimiter;
  private final boolean open;

  private ContentEnd(byte[] delimiter, boolean open) {
    this.delimiter = delimiter;
    this.open = open;
  }

  /** These bytes, which are copied. */
  static ContentEnd delimiter(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a delimiter has at least one byte");
    }
    return new ContentEnd(bytes.clone(), false);
  }

  /** Empty if there is none. */
  byte[] delimiter() {
    return delimiter;
  }

  boolean isOpen() {
    return open;
  }

  /** As a layout says it, behind the sizes. */
  @Override
  public String toString() {
    if (open) {
      return " until end";
    }
    return delimiter.length > 0 ? " until " + FieldSyntax.quoted(delimiter) : "";
  }
}
