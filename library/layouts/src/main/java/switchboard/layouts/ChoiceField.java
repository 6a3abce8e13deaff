package switchboard.layouts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A choice between several sets of fields. The value of an earlier number field, such as the type
 * of the message, selects one of these sets. Immutable.
 *
 * <pre>{@code
 * Layout shape =
 *     Layout.of(
 *         Field.unsigned("kind", 8),
 *         Field.choice("shape", "kind")
 *             .when(1, Field.unsigned("radius", 16))
 *             .when(2, Field.unsigned("width", 16), Field.unsigned("height", 16)));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ChoiceField extends Field {
  private final String number;
  private final List<Case> cases;

  /**
   * One case of a choice.
   *
   * @param value the number that selects the case; null for the case of all numbers that select no
   *     other case
   * @param depth the number of levels of nested choices and lists; the choice of this case is one
   *     of the levels
   */
  record Case(@Nullable Long value, List<Field> fields, int depth) {
    @Override
    public String toString() {
      return fields.stream()
          .map(Field::toString)
          .collect(Collectors.joining(", ", key() + " { ", " }"));
    }

    /** Formats the number that selects the case, in the text syntax of layouts. */
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
   * Adds a case: the message contains the given fields if the number on which the choice depends is
   * {@code value}.
   *
   * @param value the number
   * @param fields the fields in their order, which may be none
   * @return a new field
   * @throws IllegalArgumentException if there is already a case for {@code value}, or more than 50
   *     choices and lists are nested
   */
  public ChoiceField when(long value, Field... fields) {
    return with(value, List.of(fields));
  }

  /**
   * Adds the case for all values of the number for which {@link #when} adds no case. If the choice
   * lacks this case, reading a message with such a value throws a {@link
   * switchboard.frames.CorruptStreamException}.
   *
   * @param fields the fields in their order, which may be none
   * @return a new field
   * @throws IllegalArgumentException if this method was already called for the choice, or more than
   *     50 choices and lists are nested
   */
  public ChoiceField otherwise(Field... fields) {
    return with(null, List.of(fields));
  }

  private ChoiceField with(@Nullable Long value, List<Field> fields) {
    if (select(value) != null) {
      throw new IllegalArgumentException(
          "'%s' has two cases for %s; remove one"
              .formatted(name(), value == null ? "else" : "the same number"));
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

  /** Returns the case that a value of the number selects, or null if it selects no case. */
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

  /** Returns the name of the number field whose value selects the case. */
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
