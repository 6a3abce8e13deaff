package switchboard.layouts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a layout before a message comes: what sizes its fields, and the bounds of what
 * its numbers count. Immutable once it is made.
 */
final class SizingPlan {
  private final Map<ContentField, Sizing> sizings = new HashMap<>();
  private final Map<NumberField, Bounds> counted = new HashMap<>();

  /** The most items that a number may count, and the number that counts those of a list. */
  private final Map<NumberField, Long> itemsMax = new HashMap<>();

  private final Map<ListField, NumberField> itemCounts = new HashMap<>();
  private final List<Field> fields;
  private final List<LayoutPath> paths;
  private Bounds whole = new Bounds(Long.MAX_VALUE, 0);

  /**
   * How long a field is: as much as {@code length} counts, without what it counts before the field,
   * and without the bytes behind.
   */
  record Sizing(NumberField length, long bytesBehind) {}

  /** The fewest and the most bytes. */
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
   * Looks at every way through these fields.
   *
   * @throws IllegalArgumentException when one can't be, with what to change
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
          ("how long '%s' is would be told by one number in one message and by another, or with"
                  + " others behind it, in the next; count it by a number of its own%s")
              .formatted(field.name(), isShared(field) ? ", with an object of its own" : ""));
    }
  }

  /** Whether one object stands in several places: then they are one field. */
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
          "'%s' and '%s' both count the items of '%s'; leave one out"
              .formatted(other.name(), number.name(), list.name()));
    }
    itemsMax.merge(number, list.itemsMax(), Math::max);
  }

  void whole(Bounds bounds) {
    whole = whole.or(bounds);
  }

  /** Every way that a message can go. */
  List<LayoutPath> paths() {
    return paths;
  }

  /** What sizes a field that is neither fixed nor delimited. */
  Sizing sizing(ContentField field) {
    return Objects.requireNonNull(sizings.get(field), field.name());
  }

  /** What a number may count; null if it counts nothing. */
  @Nullable Bounds counted(NumberField length) {
    return counted.get(length);
  }

  /** Returns the number that counts the items of a list, or null if none does. */
  @Nullable NumberField itemCount(ListField list) {
    return itemCounts.get(list);
  }

  /** Returns the most items that a number may count, or null if it counts none. */
  @Nullable Long itemsMax(NumberField number) {
    return itemsMax.get(number);
  }

  /** Whether a message may go to the end of all. */
  boolean isOpen() {
    return paths.stream()
        .map(path -> path.leaves().getLast())
        .anyMatch(last -> last instanceof ContentField content && content.isOpen());
  }

  /** How long a message may be. */
  Bounds whole() {
    return whole;
  }
}
