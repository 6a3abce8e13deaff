package switchboard.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Socket options to be set before a socket connects, listens or binds. Immutable.
 *
 * <pre>{@code
 * var options = Options.of(Option.BACKLOG, 128).with(Option.KEEP_ALIVE, true);
 * try (var configured = network.listen(Endpoint.parse(":7000"), options)) {
 *   configured.accept().close();
 * }
 * }</pre>
 *
 * <p>Options that a socket does not support are ignored; see {@link ConnectionOptions#supports}.
 *
 * @since 0.1.0
 */
public final class Options {
  private static final Options NONE = new Options(Map.of());

  private final Map<Option<?>, Object> values;

  private Options(Map<Option<?>, Object> values) {
    this.values = values;
  }

  /**
   * {@return an empty set of options, so that the defaults of this library and of the system apply}
   */
  public static Options none() {
    return NONE;
  }

  /**
   * Returns a set of options that contains one option.
   *
   * @param <T> the type of the value
   * @param option which option to set
   * @param value the value of the option
   * @return new options
   */
  public static <T> Options of(Option<T> option, T value) {
    return NONE.with(option, value);
  }

  /**
   * Returns a copy of this set of options with one more option.
   *
   * @param <T> the type of the value
   * @param option the option to set; an earlier value of the same option is replaced
   * @param value the value of the option
   * @return new options
   */
  public <T> Options with(Option<T> option, T value) {
    var more = new LinkedHashMap<>(values);
    more.put(option, option.type().cast(value));
    return new Options(Map.copyOf(more));
  }

  /**
   * Returns the value of an option.
   *
   * @param <T> the type of the value
   * @param option which option to look up
   * @return the value, or empty if the option was not set
   */
  public <T> Optional<T> get(Option<T> option) {
    return Optional.ofNullable(values.get(option)).map(option.type()::cast);
  }

  /**
   * Calls {@code action} for each option that was set, in no particular order.
   *
   * @param action receives an option and its value
   */
  public void forEach(BiConsumer<Option<?>, Object> action) {
    values.forEach(action);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
