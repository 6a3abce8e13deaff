package switchboard.layouts;

/** What tells where bytes of varying length end. Immutable. */
final class Ending {
  private static final byte[] NOTHING = {};

  /** A number before them counts them, or they have always the same length. */
  static final Ending COUNTED = new Ending(NOTHING, false);

  /** The end of all there is: of the stream, or of the datagram. */
  static final Ending END = new Ending(NOTHING, true);

  private final byte[] delimiter;
  private final boolean open;

  private Ending(byte[] delimiter, boolean open) {
    this.delimiter = delimiter;
    this.open = open;
  }

  /** These bytes, which are copied. */
  static Ending delimiter(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a delimiter has at least one byte");
    }
    return new Ending(bytes.clone(), false);
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
    return delimiter.length > 0 ? " until " + Names.quoted(delimiter) : "";
  }
}
