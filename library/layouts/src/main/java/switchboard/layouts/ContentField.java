package switchboard.layouts;

/**
 * A field of bytes, text or list items, which may vary in length.
 *
 * @since 0.1.0
 */
public abstract sealed class ContentField extends Field permits BytesField, ListField {
  /** Represents the maximum length of a field for which no maximum has been set. */
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

  /** Returns the rule that determines where the field ends. */
  abstract ContentEnd ending();

  /** Returns the delimiter after the field, or an empty array if the field has no delimiter. */
  final byte[] delimiter() {
    return ending().delimiter();
  }

  final boolean isDelimited() {
    return delimiter().length > 0;
  }

  /** Returns whether the field extends to the end of the datagram or stream. */
  final boolean isOpen() {
    return ending().isOpen();
  }

  /** Returns whether the field always has the same length. */
  final boolean isFixed() {
    return bytesMin == bytesMax && !isDelimited() && !isOpen();
  }

  /** Formats the minimum and maximum length of the field in the text syntax of layouts. */
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
