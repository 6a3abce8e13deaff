package switchboard.cli.console;

import java.math.BigDecimal;

/**
 * Builds the JSON text (RFC 8259) of one event, on one line. With {@code --json}, all commands
 * print events in this form.
 */
public final class Json {
  private final StringBuilder text = new StringBuilder("{");

  private Json() {}

  /** Creates an event with the field {@code event} set to {@code name}. */
  public static Json event(String name) {
    return new Json().with("event", name);
  }

  /** Adds a field with a string value. */
  public Json with(String key, String value) {
    return add(key, quote(value));
  }

  /** Adds a field with an integer value. */
  public Json with(String key, long value) {
    return add(key, Long.toString(value));
  }

  /** Adds a field with a boolean value. */
  public Json with(String key, boolean value) {
    return add(key, Boolean.toString(value));
  }

  /** Adds a field with a finite number, rounded to three decimals. */
  public Json with(String key, double value) {
    return add(key, BigDecimal.valueOf(Math.round(value * 1000), 3).toPlainString());
  }

  private Json add(String key, String value) {
    text.append(text.length() > 1 ? "," : "").append(quote(key)).append(':').append(value);
    return this;
  }

  private static String quote(String value) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || (c >= 0x7F && c <= 0x9F) || Character.isSurrogate(c)) {
        quoted.append("\\u").append(Character.forDigit(c >> 12, 16));
        quoted.append(Character.forDigit(c >> 8 & 0xF, 16));
        quoted.append(Character.forDigit(c >> 4 & 0xF, 16));
        quoted.append(Character.forDigit(c & 0xF, 16));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
