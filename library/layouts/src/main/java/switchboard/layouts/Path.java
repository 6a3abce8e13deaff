package switchboard.layouts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way through a layout: each choice is decided, and what is left are the fields that have bytes
 * of their own, in their order. Made while a layout is checked, by one thread.
 */
final class Path {
  private static final int PATHS_MAX = 1000;

  private final List<Field> leaves = new ArrayList<>();
  private final List<Placed> placed = new ArrayList<>();
  private final Map<String, Stretch> stretches = new HashMap<>();

  /** A field, choices too, and how many leaves are before it. */
  record Placed(Field field, int leaf) {}

  /** The leaves of a field, of a choice perhaps several or none. */
  record Stretch(int first, int end) {
    boolean contains(int leaf) {
      return leaf >= first && leaf < end;
    }

    int length() {
      return end - first;
    }
  }

  private Path() {}

  /** Every way through these fields. */
  static List<Path> all(List<Field> fields) {
    return extended(List.of(new Path()), fields);
  }

  private static List<Path> extended(List<Path> paths, List<Field> fields) {
    List<Path> ways = paths;
    for (Field field : fields) {
      ways = ways.stream().flatMap(each -> each.extended(field).stream()).toList();
      if (ways.size() > PATHS_MAX) {
        throw new IllegalArgumentException(
            ("with '%s' a message can go more than %s ways; make fewer choices behind each "
                    + "other")
                .formatted(field.name(), PATHS_MAX));
      }
    }
    return ways;
  }

  private List<Path> extended(Field field) {
    if (stretches.containsKey(field.name())) {
      throw new IllegalArgumentException(
          "two fields are called '%s'; rename one".formatted(field.name()));
    }
    if (field instanceof ChoiceField choice) {
      return decided(choice);
    }
    Path longer = copy();
    longer.placed.add(new Placed(field, leaves.size()));
    longer.stretches.put(field.name(), new Stretch(leaves.size(), leaves.size() + 1));
    longer.leaves.add(field);
    return List.of(longer);
  }

  private List<Path> decided(ChoiceField choice) {
    if (choice.cases().isEmpty()) {
      throw new IllegalArgumentException("'%s' has no cases; add one".formatted(choice.name()));
    }
    var ways = new ArrayList<Path>();
    for (ChoiceField.Case each : choice.cases()) {
      Path before = copy();
      before.placed.add(new Placed(choice, leaves.size()));
      before.stretches.put(choice.name(), new Stretch(leaves.size(), leaves.size()));
      for (Path way : extended(List.of(before), each.fields())) {
        way.stretches.put(choice.name(), new Stretch(leaves.size(), way.leaves.size()));
        ways.add(way);
      }
    }
    return ways;
  }

  private Path copy() {
    var copy = new Path();
    copy.leaves.addAll(leaves);
    copy.placed.addAll(placed);
    copy.stretches.putAll(stretches);
    return copy;
  }

  List<Field> leaves() {
    return leaves;
  }

  List<Placed> placed() {
    return placed;
  }

  /** Where that field is; null if this way does not come by it. */
  @Nullable Stretch find(String name) {
    return stretches.get(name);
  }

  /**
   * The leaves of neighbours.
   *
   * @param who names them, for a sentence
   * @throws IllegalArgumentException when this way does not come by both, in this order
   */
  Stretch find(Field.Range range, String who) {
    Stretch first = there(range.first(), who);
    Stretch last = there(range.last(), who);
    if (first.first > last.first) {
      throw new IllegalArgumentException(
          "%s: '%s' is before '%s'; exchange them".formatted(who, range.last(), range.first()));
    }
    return new Stretch(first.first, last.end);
  }

  private Stretch there(String name, String who) {
    Stretch found = stretches.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s: each message has to have a field '%s' then, and one with %s has none"
              .formatted(who, name, leaves.stream().map(Field::name).toList()));
    }
    return found;
  }
}
