package switchboard.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Options chosen before a socket exists, for connect, listen and bind. Immutable. */
public final class Options {
  private static final Options NONE = new Options(Map.of());

  private final Map<Option<?>, Object> values;

  private Options(Map<Option<?>, Object> values) {
    this.values = values;
  }

  /** Nothing chosen: the defaults of the library and of the system. */
  public static Options none() {
    return NONE;
  }

  /** {@link #none()} with one choice. */
  public static <T> Options of(Option<T> option, T value) {
    return NONE.with(option, value);
  }

  /** These, and one more choice, which replaces an earlier one of the same option. */
  public <T> Options with(Option<T> option, T value) {
    var more = new LinkedHashMap<>(values);
    more.put(option, option.type().cast(value));
    return new Options(Map.copyOf(more));
  }

  /** What was chosen for {@code option}. */
  public <T> Optional<T> get(Option<T> option) {
    return Optional.ofNullable(values.get(option)).map(option.type()::cast);
  }

  /** Shows each choice, in no particular order. */
  public void forEach(BiConsumer<Option<?>, Object> action) {
    values.forEach(action);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
