package switchboard.layouts;

import switchboard.frames.Size;

/**
 * A list of zero or more items. Each item is a message of another layout. An earlier number field
 * contains either the length of the list in bytes ({@link NumberField#counting(String)}) or the
 * number of its items ({@link NumberField#countingItems}). Immutable.
 *
 * <pre>{@code
 * Layout option = Layout.parse("kind: u8, size: u8 of value, value: text ..255");
 * Layout options =
 *     Layout.of(
 *         Field.unsigned("length", 16).counting("options"),
 *         Field.list("options", option).max(1, Size.KIB));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ListField extends ContentField {
  private final Layout element;
  private final int depth;

  private ListField(String name, int offset, int bytesMax, Layout element) {
    super(name, offset, 0, bytesMax);
    this.element = element;
    this.depth = checkedDepth(element.fields());
    if (element.isOpen()) {
      throw new IllegalArgumentException(
          ("an item of '%s' cannot extend to the end of the datagram or stream; count the bytes of"
                  + " its last field")
              .formatted(name));
    }
    if (bytesMax != UNLIMITED && bytesMax < element.bytesMin()) {
      throw new IllegalArgumentException(
          "'%s' has at most %s, but an item has at least %s; raise the maximum"
              .formatted(name, FieldSyntax.count(bytesMax, "byte"), element.bytesMin()));
    }
  }

  static ListField of(String name, Layout element) {
    return new ListField(name, ANYWHERE, UNLIMITED, element);
  }

  /**
   * Sets the maximum length of all items together.
   *
   * @param count the maximum in {@code unit}, at least 1
   * @param unit the unit of {@code count}
   * @return a new field
   * @throws IllegalArgumentException if the maximum is out of range or less than the minimum length
   *     of one item
   */
  public ListField max(int count, Size unit) {
    return new ListField(name(), offset(), unit.times(count), element);
  }

  @Override
  public ListField at(int offset) {
    return new ListField(name(), FieldSyntax.checked(name(), offset), bytesMax(), element);
  }

  /** {@return the layout of an item} */
  public Layout element() {
    return element;
  }

  /** Returns the maximum number of items. */
  long itemsMax() {
    return bytesMax() / element.bytesMin();
  }

  @Override
  ContentEnd ending() {
    return ContentEnd.COUNTED;
  }

  @Override
  int depth() {
    return depth;
  }

  @Override
  public String toString() {
    return FieldSyntax.head(this) + "list " + sizes() + " { " + element + " }";
  }
}
