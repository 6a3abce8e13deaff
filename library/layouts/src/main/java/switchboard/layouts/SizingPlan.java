package switchboard.layouts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking a layout. It contains the number that determines the length of each field,
 * and the range of each number that counts bytes or items. Immutable after it has been built.
 */
final class SizingPlan {
  private final Map<ContentField, Sizing> sizings = new HashMap<>();
  private final Map<NumberField, Bounds> counted = new HashMap<>();

  /** The maximum number of items for each number that counts items. */
  private final Map<NumberField, Long> itemsMax = new HashMap<>();

  /** The number that counts the items of each list. */
  private final Map<ListField, NumberField> itemCounts = new HashMap<>();

  private final List<Field> fields;
  private final List<LayoutPath> paths;
  private Bounds whole = new Bounds(Long.MAX_VALUE, 0);

  /**
   * How the length of a field is computed from a number field that counts several fields: the
   * length is the value of {@code length}, minus the counted bytes before the field, minus the
   * counted bytes after the field.
   *
   * @param bytesBehind the bytes after the field that {@code length} counts
   */
  record Sizing(NumberField length, long bytesBehind) {}

  /** A minimum and a maximum, in bytes. */
  record Bounds(long min, long max) {
    Bounds or(Bounds other) {
      return new Bounds(Math.min(min, other.min), Math.max(max, other.max));
    }
  }

  private SizingPlan(List<Field> fields) {
    this.fields = fields;
    this.paths = LayoutPath.all(fields);
  }

  /**
   * Checks every path through these fields.
   *
   * @throws IllegalArgumentException if a path is impossible; the message says what to change
   */
  static SizingPlan of(List<Field> fields) {
    var plan = new SizingPlan(fields);
    for (LayoutPath path : plan.paths) {
      new LayoutPathValidator(path, plan).run();
    }
    return plan;
  }

  void size(ContentField field, Sizing sizing) {
    Sizing other = sizings.putIfAbsent(field, sizing);
    if (other != null && !other.equals(sizing)) {
      throw new IllegalArgumentException(
          ("the length of '%s' is determined differently in different cases; add a number that"
                  + " counts only '%s'%s")
              .formatted(
                  field.name(),
                  field.name(),
                  isShared(field) ? ", and create a Field object for each use of it" : ""));
    }
  }

  /** Returns whether the layout contains the same field object more than once. */
  private boolean isShared(Field field) {
    return Layout.named(fields).filter(each -> each == field).count() > 1;
  }

  void count(NumberField length, Bounds bounds) {
    counted.merge(length, bounds, Bounds::or);
  }

  /** Notes that {@code number} counts the items of {@code list}. */
  void countItems(NumberField number, ListField list) {
    NumberField other = itemCounts.putIfAbsent(list, number);
    if (other != null && other != number) {
      throw new IllegalArgumentException(
          "'%s' and '%s' both count the items of '%s'; remove one"
              .formatted(other.name(), number.name(), list.name()));
    }
    itemsMax.merge(number, list.itemsMax(), Math::max);
  }

  void whole(Bounds bounds) {
    whole = whole.or(bounds);
  }

  /** Returns every path through the layout. */
  List<LayoutPath> paths() {
    return paths;
  }

  /** Returns the computation of the length of a field that is neither fixed nor delimited. */
  Sizing sizing(ContentField field) {
    return Objects.requireNonNull(sizings.get(field), field.name());
  }

  /**
   * Returns the range of a number that counts bytes, or null if the number does not count bytes.
   */
  @Nullable Bounds counted(NumberField length) {
    return counted.get(length);
  }

  /** Returns the number that counts the items of a list, or null if no number counts them. */
  @Nullable NumberField itemCount(ListField list) {
    return itemCounts.get(list);
  }

  /**
   * Returns the maximum of a number that counts items, or null if the number does not count items.
   */
  @Nullable Long itemsMax(NumberField number) {
    return itemsMax.get(number);
  }

  /** Returns whether a message may extend to the end of the datagram or stream. */
  boolean isOpen() {
    return paths.stream()
        .map(path -> path.leaves().getLast())
        .anyMatch(last -> last instanceof ContentField content && content.isOpen());
  }

  /** Returns the range of the length of a message, in bytes. */
  Bounds whole() {
    return whole;
  }
}
