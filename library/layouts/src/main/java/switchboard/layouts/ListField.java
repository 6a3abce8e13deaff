package switchboard.layouts;

import switchboard.frames.Size;

/**
 * Messages of another layout, one after the other: any number of them, none too. A number before
 * them counts their bytes ({@link NumberField#counting(String)}) or how many they are ({@link
 * NumberField#countingItems}).
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
          "a message of '%s' would go to the end of all of them; count its last field"
              .formatted(name));
    }
    if (bytesMax != UNLIMITED && bytesMax < element.bytesMin()) {
      throw new IllegalArgumentException(
          "'%s' has at most %s, and one message of it at least %s; raise the maximum"
              .formatted(name, FieldSyntax.count(bytesMax, "byte"), element.bytesMin()));
    }
  }

  static ListField of(String name, Layout element) {
    return new ListField(name, ANYWHERE, UNLIMITED, element);
  }

  /**
   * The same, with at most so many bytes in all.
   *
   * @throws IllegalArgumentException when there can't be so many, or not one message has room
   */
  public ListField max(int count, Size unit) {
    return new ListField(name(), offset(), unit.times(count), element);
  }

  @Override
  public ListField at(int offset) {
    return new ListField(name(), FieldSyntax.checked(name(), offset), bytesMax(), element);
  }

  /** What each of its messages looks like. */
  public Layout element() {
    return element;
  }

  /** Returns the most messages that have room in it. */
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
