package switchboard.layouts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Other fields, depending on a number before them: the kind of a message, say. */
public final class ChoiceField extends Field {
  private final String number;
  private final List<Case> cases;

  /**
   * One of the possibilities.
   *
   * @param value what the number is then; null for all others
   * @param depth how many choices and lists are in each other there, this one too
   */
  record Case(@Nullable Long value, List<Field> fields, int depth) {
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
    return with(value, List.of(fields));
  }

  /**
   * The same, which is these fields for every other number. Without that, another number means that
   * the stream is corrupt.
   *
   * @param fields perhaps none
   * @throws IllegalArgumentException when that was said already
   */
  public ChoiceField otherwise(Field... fields) {
    return with(null, List.of(fields));
  }

  private ChoiceField with(@Nullable Long value, List<Field> fields) {
    if (select(value) != null) {
      throw new IllegalArgumentException(
          "'%s' has two cases for %s; leave one out"
              .formatted(name(), value == null ? "else" : "one number"));
    }
    var more = new ArrayList<>(cases);
    more.add(new Case(value, fields, checkedDepth(fields)));
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
    return new ChoiceField(name(), FieldSyntax.checked(name(), offset), number, cases);
  }

  @Override
  int depth() {
    return cases.stream().mapToInt(Case::depth).max().orElse(1);
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
    return FieldSyntax.head(this) + "by " + number + " { " + all + " }";
  }
}
