package switchboard.layouts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One path through a layout, on which one case of each choice is selected. The leaves are the
 * fields whose bytes follow each other in a message, in their order; in the position of a choice,
 * they are the fields of its selected case. Built by one thread while a layout is checked.
 */
final class LayoutPath {
  private static final int PATHS_MAX = 1000;

  private final List<Field> leaves = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Stretch> stretches = new HashMap<>();

  /**
   * The range of steps of each field, by the name of the field. The range of a choice includes the
   * fields inside the choice.
   */
  private final Map<String, Stretch> places = new HashMap<>();

  /** The cases that were selected. */
  private final List<ChoiceField.Case> taken = new ArrayList<>();

  /** The possible values of the numbers on which choices depend. */
  private final Map<String, Known> known = new HashMap<>();

  /**
   * The possible values of a number on one path.
   *
   * @param value the only possible value, or null if there are several
   * @param not the values that are impossible, if {@code value} is null
   */
  record Known(@Nullable Long value, Set<Long> not) {
    static final Known NOTHING = new Known(null, Set.of());

    boolean allows(long other) {
      return value == null ? !not.contains(other) : value == other;
    }
  }

  /**
   * A field of the path, which may also be a choice, and the number of leaves of the path before
   * this field.
   */
  record Step(Field field, int leaf) {}

  /**
   * A range of leaves or steps. The range of a choice may contain several leaves or steps, or none.
   */
  record Stretch(int first, int end) {
    boolean contains(int one) {
      return one >= first && one < end;
    }

    int length() {
      return end - first;
    }
  }

  private LayoutPath() {}

  private LayoutPath(LayoutPath other) {
    leaves.addAll(other.leaves);
    steps.addAll(other.steps);
    stretches.putAll(other.stretches);
    places.putAll(other.places);
    known.putAll(other.known);
    taken.addAll(other.taken);
  }

  /** Returns every path through these fields. */
  static List<LayoutPath> all(List<Field> fields) {
    List<LayoutPath> all = extended(List.of(new LayoutPath()), fields);
    Set<ChoiceField.Case> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    all.forEach(path -> taken.addAll(path.taken));
    requireTaken(fields, taken);
    return all;
  }

  /**
   * Checks that every case of a choice is on at least one path. A case that is on no path can never
   * be selected, because earlier choices exclude it.
   */
  private static void requireTaken(List<Field> fields, Set<ChoiceField.Case> taken) {
    for (Field field : fields) {
      if (field instanceof ChoiceField choice) {
        for (ChoiceField.Case each : choice.cases()) {
          if (!taken.contains(each)) {
            throw new IllegalArgumentException(
                ("case %s of '%s' can never occur because of other choices by '%s'; remove it or"
                        + " change them")
                    .formatted(each.key(), choice.name(), choice.number()));
          }
          requireTaken(each.fields(), taken);
        }
      }
    }
  }

  /**
   * Appends fields to paths. At a choice, a path is split into several paths: one for each case.
   */
  private static List<LayoutPath> extended(List<LayoutPath> paths, List<Field> fields) {
    List<LayoutPath> results = paths;
    for (Field field : fields) {
      results = results.stream().flatMap(each -> each.extended(field).stream()).toList();
      if (results.size() > PATHS_MAX) {
        throw new IllegalArgumentException(
            "with '%s' the choices have more than %s combinations; use fewer choices"
                .formatted(field.name(), PATHS_MAX));
      }
    }
    return results;
  }

  private List<LayoutPath> extended(Field field) {
    if (stretches.containsKey(field.name())) {
      throw new IllegalArgumentException(
          "two fields are named '%s'; rename one".formatted(field.name()));
    }
    if (field instanceof ChoiceField choice) {
      return decided(choice);
    }
    stretches.put(field.name(), new Stretch(leaves.size(), leaves.size() + 1));
    places.put(field.name(), new Stretch(steps.size(), steps.size() + 1));
    steps.add(new Step(field, leaves.size()));
    leaves.add(field);
    return List.of(this);
  }

  private List<LayoutPath> decided(ChoiceField choice) {
    if (choice.cases().isEmpty()) {
      throw new IllegalArgumentException("'%s' has no cases; add one".formatted(choice.name()));
    }
    var possible = new ArrayList<Decision>();
    for (ChoiceField.Case each : choice.cases()) {
      Known then = then(choice, each);
      if (then != null) { // null if an earlier choice excludes this case
        possible.add(new Decision(each, then));
      }
    }
    var results = new ArrayList<LayoutPath>();
    for (int i = 0; i < possible.size(); i++) {
      // A path is copied only where it splits. Copying it for each field would take quadratic time.
      LayoutPath before = i + 1 < possible.size() ? new LayoutPath(this) : this;
      results.addAll(before.decided(choice, possible.get(i)));
    }
    return results;
  }

  private List<LayoutPath> decided(ChoiceField choice, Decision one) {
    int firstLeaf = leaves.size();
    int firstStep = steps.size();
    known.put(choice.number(), one.then);
    taken.add(one.chosen);
    steps.add(new Step(choice, firstLeaf));
    stretches.put(choice.name(), new Stretch(firstLeaf, firstLeaf));
    List<LayoutPath> results = extended(List.of(this), one.chosen.fields());
    for (LayoutPath path : results) {
      path.stretches.put(choice.name(), new Stretch(firstLeaf, path.leaves.size()));
      path.places.put(choice.name(), new Stretch(firstStep, path.steps.size()));
    }
    return results;
  }

  /**
   * A case that may be selected, and the values that the number field of the choice can have if
   * this case is selected.
   */
  private record Decision(ChoiceField.Case chosen, Known then) {}

  /**
   * Returns the values that the number field of a choice can have if the case {@code one} is
   * selected, or null if this case cannot be selected.
   */
  private @Nullable Known then(ChoiceField choice, ChoiceField.Case one) {
    Known before = known(choice.number());
    if (one.value() != null) {
      return before.allows(one.value()) ? new Known(one.value(), Set.of()) : null;
    }
    if (before.value != null) {
      return choice.choose(before.value) == one ? before : null;
    }
    var not = new HashSet<>(before.not);
    choice.cases().stream().map(ChoiceField.Case::value).filter(Objects::nonNull).forEach(not::add);
    return isExhausted(choice.number(), not) ? null : new Known(null, not);
  }

  /**
   * Returns whether {@code not} contains every value that the number can have. Only numbers of few
   * bits are checked; for all others, the result is false.
   */
  private boolean isExhausted(String number, Set<Long> not) {
    Stretch found = stretches.get(number);
    return found != null
        && found.length() == 1
        && leaves.get(found.first) instanceof NumberField on
        && on.name().equals(number)
        && on.coding() instanceof NumberEncoding.Binary(int bits, _, _)
        && bits < Integer.SIZE
        && not.size() >= 1L << bits;
  }

  /** Returns the possible values of a number. */
  Known known(String number) {
    return known.getOrDefault(number, Known.NOTHING);
  }

  List<Field> leaves() {
    return leaves;
  }

  List<Step> steps() {
    return steps;
  }

  /** Returns the leaves of a field, or null if the field is not on this path. */
  @Nullable Stretch find(String name) {
    return stretches.get(name);
  }

  /**
   * Returns the leaves of a span of fields.
   *
   * @param use the beginning of an error message, which names the field that refers to the span
   * @throws IllegalArgumentException if the two fields are not on this path in this order
   */
  Stretch find(Field.Span span, String use) {
    Stretch first = there(span.first(), use);
    Stretch last = there(span.last(), use);
    Stretch end = place(span.last());
    int begin = place(span.first()).first;
    if (begin > end.first
        // the first field may be inside the last field if that is a choice
        && !end.contains(begin)) {
      throw new IllegalArgumentException(
          "%s, but '%s' comes before '%s'; swap them".formatted(use, span.last(), span.first()));
    }
    return new Stretch(first.first, last.end);
  }

  private Stretch place(String name) {
    return Objects.requireNonNull(places.get(name), name);
  }

  private Stretch there(String name, String use) {
    Stretch found = stretches.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s, but a message with the fields %s has no field '%s'"
              .formatted(
                  use, leaves.stream().map(Field::name).collect(Collectors.joining(", ")), name));
    }
    return found;
  }
}
