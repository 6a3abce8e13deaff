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
final class LayoutPath {
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

  private LayoutPath() {}

  private LayoutPath(LayoutPath other) {
    leaves.addAll(other.leaves);
    steps.addAll(other.steps);
    stretches.putAll(other.stretches);
    places.putAll(other.places);
    known.putAll(other.known);
    taken.addAll(other.taken);
  }

  /** Every way through these fields. */
  static List<LayoutPath> all(List<Field> fields) {
    List<LayoutPath> all = extended(List.of(new LayoutPath()), fields);
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

  /** The same paths, longer; and more of them where they part. */
  private static List<LayoutPath> extended(List<LayoutPath> paths, List<Field> fields) {
    List<LayoutPath> ways = paths;
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

  private List<LayoutPath> extended(Field field) {
    if (stretches.containsKey(field.name())) {
      throw new IllegalArgumentException(
          "two fields are called '%s'; rename one".formatted(field.name()));
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
      if (then != null) { // else a choice before has decided otherwise
        possible.add(new Decision(each, then));
      }
    }
    var ways = new ArrayList<LayoutPath>();
    for (int i = 0; i < possible.size(); i++) {
      // A path is copied only where it parts: copies for each field would be quadratic.
      LayoutPath before = i + 1 < possible.size() ? new LayoutPath(this) : this;
      ways.addAll(before.decided(choice, possible.get(i)));
    }
    return ways;
  }

  private List<LayoutPath> decided(ChoiceField choice, Decision one) {
    int firstLeaf = leaves.size();
    int firstStep = steps.size();
    known.put(choice.number(), one.then);
    taken.add(one.chosen);
    steps.add(new Step(choice, firstLeaf));
    stretches.put(choice.name(), new Stretch(firstLeaf, firstLeaf));
    List<LayoutPath> ways = extended(List.of(this), one.chosen.fields());
    for (LayoutPath way : ways) {
      way.stretches.put(choice.name(), new Stretch(firstLeaf, way.leaves.size()));
      way.places.put(choice.name(), new Stretch(firstStep, way.steps.size()));
    }
    return ways;
  }

  /** A case that a choice may come to, and what is known of its number then. */
  private record Decision(ChoiceField.Case chosen, Known then) {}

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
    Stretch found = stretches.get(number);
    return found != null
        && found.length() == 1
        && leaves.get(found.first) instanceof NumberField on
        && on.name().equals(number)
        && on.coding() instanceof NumberEncoding.Binary(int bits, _, _)
        && bits < Integer.SIZE
        && not.size() >= 1L << bits;
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
