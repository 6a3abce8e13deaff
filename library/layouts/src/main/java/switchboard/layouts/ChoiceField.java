package switchboard.layouts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Other fields, depending on a number before them: the kind of a message, say. */
public final class ChoiceField extends Field {
  static final int DEPTH_MAX = 50;
  static final String TOO_DEEP =
      "more than " + DEPTH_MAX + " choices are in each other; take some apart";

  private final String number;
  private final List<Case> cases;

  /**
   * One of the possibilities.
   *
   * @param value what the number is then; null for all others
   * @param depth how many choices are in each other there, at least 1
   */
  record Case(@Nullable Long value, List<Field> fields, int depth) {
    private static Case of(@Nullable Long value, List<Field> fields) {
      int deepest = 0;
      for (Field each : fields) {
        if (each instanceof ChoiceField inner) {
          deepest = inner.cases.stream().mapToInt(Case::depth).reduce(deepest, Math::max);
        }
      }
      return new Case(value, fields, deepest + 1);
    }

    @Override
    public String toString() {
      return fields.stream()
          .map(Field::toString)
          .collect(Collectors.joining(", ", key() + " { ", " }"));
    }

    /** What it is called in a layout. */
    String key() {
      return value == null ? "else" : value.toString();
    }
  }

  ChoiceField(String name, int offset, String number, List<Case> cases) {
    super(name, offset);
    this.number = number;
    this.cases = cases;
  }

  /**
   * The same, which is these fields when the number is {@code value}.
   *
   * @param fields perhaps none
   * @throws IllegalArgumentException when that was said already
   */
  public ChoiceField when(long value, Field... fields) {
    return with(Case.of(value, List.of(fields)));
  }

  /**
   * The same, which is these fields for every other number. Without that, another number means that
   * the stream is corrupt.
   *
   * @param fields perhaps none
   * @throws IllegalArgumentException when that was said already
   */
  public ChoiceField otherwise(Field... fields) {
    return with(Case.of(null, List.of(fields)));
  }

  private ChoiceField with(Case another) {
    if (select(another.value) != null) {
      throw new IllegalArgumentException(
          "'%s' has two cases for %s; leave one out"
              .formatted(name(), another.value == null ? "else" : "one number"));
    }
    if (another.depth() > DEPTH_MAX) {
      throw new IllegalArgumentException(TOO_DEEP);
    }
    var more = new ArrayList<>(cases);
    more.add(another);
    return new ChoiceField(name(), offset(), number, List.copyOf(more));
  }

  private @Nullable Case select(@Nullable Long value) {
    for (Case each : cases) {
      if (each.value == null ? value == null : each.value.equals(value)) {
        return each;
      }
    }
    return null;
  }

  /** The case for that number; null if there is none. */
  @Nullable Case choose(long value) {
    Case exact = select(value);
    return exact == null ? select(null) : exact;
  }

  @Override
  public ChoiceField at(int offset) {
    return new ChoiceField(name(), Names.checked(name(), offset), number, cases);
  }

  /** The number that it depends on. */
  String number() {
    return number;
  }

  List<Case> cases() {
    return cases;
  }

  @Override
  public String toString() {
    String all = cases.stream().map(Case::toString).collect(Collectors.joining(", "));
    return Names.head(this) + "by " + number + " { " + all + " }";
  }
}
