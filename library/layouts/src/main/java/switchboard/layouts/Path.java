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
 * One way through a layout: each choice is decided, and what is left are the fields that have bytes
 * of their own, in their order. Made while a layout is checked, by one thread.
 */
final class Path {
  private static final int PATHS_MAX = 1000;

  private final List<Field> leaves = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Stretch> stretches = new HashMap<>();

  /** Which steps a field takes, of a choice those inside it too. */
  private final Map<String, Stretch> places = new HashMap<>();

  /** How each choice was decided. */
  private final List<ChoiceField.Case> taken = new ArrayList<>();

  /** What is known of the numbers that choices depend on. */
  private final Map<String, Known> known = new HashMap<>();

  /**
   * What a number is on one way.
   *
   * @param value the only one; null if there are several
   * @param not what it is not, if there are several
   */
  record Known(@Nullable Long value, Set<Long> not) {
    static final Known NOTHING = new Known(null, Set.of());

    boolean allows(long other) {
      return value == null ? !not.contains(other) : value == other;
    }
  }

  /** A field, choices too, and how many leaves are before it. */
  record Step(Field field, int leaf) {}

  /** Those of a field among all, of a choice perhaps several or none. */
  record Stretch(int first, int end) {
    boolean contains(int one) {
      return one >= first && one < end;
    }

    int length() {
      return end - first;
    }
  }

  private Path() {}

  private Path(Path other) {
    leaves.addAll(other.leaves);
    steps.addAll(other.steps);
    stretches.putAll(other.stretches);
    places.putAll(other.places);
    known.putAll(other.known);
    taken.addAll(other.taken);
  }

  /** Every way through these fields. */
  static List<Path> all(List<Field> fields) {
    List<Path> all = extended(List.of(new Path()), fields);
    Set<ChoiceField.Case> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    all.forEach(path -> taken.addAll(path.taken));
    requireTaken(fields, taken);
    return all;
  }

  /** That no case is there in vain, since other choices decide otherwise. */
  private static void requireTaken(List<Field> fields, Set<ChoiceField.Case> taken) {
    for (Field field : fields) {
      if (field instanceof ChoiceField choice) {
        for (ChoiceField.Case each : choice.cases()) {
          if (!taken.contains(each)) {
            throw new IllegalArgumentException(
                "no message comes to the case %s of '%s', as the choices by '%s' decide; change one"
                    .formatted(each.key(), choice.name(), choice.number()));
          }
          requireTaken(each.fields(), taken);
        }
      }
    }
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
    var longer = new Path(this);
    longer.steps.add(new Step(field, leaves.size()));
    longer.stretches.put(field.name(), new Stretch(leaves.size(), leaves.size() + 1));
    longer.places.put(field.name(), new Stretch(steps.size(), steps.size() + 1));
    longer.leaves.add(field);
    return List.of(longer);
  }

  private List<Path> decided(ChoiceField choice) {
    if (choice.cases().isEmpty()) {
      throw new IllegalArgumentException("'%s' has no cases; add one".formatted(choice.name()));
    }
    var ways = new ArrayList<Path>();
    for (ChoiceField.Case each : choice.cases()) {
      Known then = then(choice, each);
      if (then == null) {
        continue; // a choice before has decided otherwise
      }
      var before = new Path(this);
      before.known.put(choice.number(), then);
      before.taken.add(each);
      before.steps.add(new Step(choice, leaves.size()));
      before.stretches.put(choice.name(), new Stretch(leaves.size(), leaves.size()));
      for (Path way : extended(List.of(before), each.fields())) {
        way.stretches.put(choice.name(), new Stretch(leaves.size(), way.leaves.size()));
        way.places.put(choice.name(), new Stretch(steps.size(), way.steps.size()));
        ways.add(way);
      }
    }
    return ways;
  }

  /** What is known of the number in that case; null if it can't be. */
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

  /** Whether a number of few bits can be nothing any more. */
  private boolean isExhausted(String number, Set<Long> not) {
    return leaves.stream()
        .filter(each -> each.name().equals(number))
        .anyMatch(each ->
            each instanceof NumberField on
                && on.coding() instanceof Coding.Binary(int bits, _, _)
                && bits < Integer.SIZE
                && not.size() >= 1L << bits);
  }

  /** What is known of a number. */
  Known known(String number) {
    return known.getOrDefault(number, Known.NOTHING);
  }

  List<Field> leaves() {
    return leaves;
  }

  List<Step> steps() {
    return steps;
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
  Stretch find(Field.Span span, String who) {
    Stretch first = there(span.first(), who);
    Stretch last = there(span.last(), who);
    Stretch end = place(span.last());
    int begin = place(span.first()).first;
    if (begin > end.first && !end.contains(begin)) { // it may be inside the choice that ends it
      throw new IllegalArgumentException(
          "%s: '%s' is before '%s'; exchange them".formatted(who, span.last(), span.first()));
    }
    return new Stretch(first.first, last.end);
  }

  private Stretch place(String name) {
    return Objects.requireNonNull(places.get(name), name);
  }

  private Stretch there(String name, String who) {
    Stretch found = stretches.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s, and a message of %s has no field '%s'"
              .formatted(
                  who, leaves.stream().map(Field::name).collect(Collectors.joining(", ")), name));
    }
    return found;
  }
}
