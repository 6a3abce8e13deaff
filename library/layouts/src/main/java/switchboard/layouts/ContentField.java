package switchboard.layouts;

/** A field of bytes, perhaps of varying length: its {@link ContentEnd} tells where it is over. */
public abstract sealed class ContentField extends Field permits BytesField, ListField {
  /** The maximum of a field that was given none. */
  static final int UNLIMITED = -1;

  private final int bytesMin;
  private final int bytesMax;

  ContentField(String name, int offset, int bytesMin, int bytesMax) {
    super(name, offset);
    this.bytesMin = bytesMin;
    this.bytesMax = bytesMax;
  }

  final int bytesMin() {
    return bytesMin;
  }

  final int bytesMax() {
    return bytesMax;
  }

  /** What tells where it ends. */
  abstract ContentEnd ending();

  /** What is put behind it; empty for nothing. */
  final byte[] delimiter() {
    return ending().delimiter();
  }

  final boolean isDelimited() {
    return delimiter().length > 0;
  }

  /** Whether it goes to the end of all. */
  final boolean isOpen() {
    return ending().isOpen();
  }

  /** Whether it has always the same number of bytes. */
  final boolean isFixed() {
    return bytesMin == bytesMax && !isDelimited() && !isOpen();
  }

  /** How many bytes it has, as a layout says it. */
  final String sizes() {
    if (bytesMax == UNLIMITED) {
      return "without a maximum";
    }
    if (bytesMin == bytesMax) {
      return FieldSyntax.size(bytesMin);
    }
    return (bytesMin == 0 ? "" : FieldSyntax.size(bytesMin)) + ".." + FieldSyntax.size(bytesMax);
  }
}
