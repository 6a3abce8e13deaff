package switchboard.chat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a person or a room may be called, and when two names are the same. */
final class Names {
  /** For a person who breaks it. */
  static final String RULE =
      "a name has 1 to 20 letters, digits, or _ - . and begins with a letter";

  private static final Pattern GOOD = Pattern.compile("\\p{L}[\\p{L}\\p{M}\\p{N}_.-]{0,19}");

  private Names() {}

  /** The name in its normal form (NFKC), or nothing if it is none. */
  static Optional<String> parse(String typed) {
    String normal = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC);
    return GOOD.matcher(normal).matches() ? Optional.of(normal) : Optional.empty();
  }

  /** The name of a room, which may be typed with a leading #. */
  static Optional<String> parseRoom(String typed) {
    String bare = typed.strip();
    return parse(bare.startsWith("#") ? bare.substring(1) : bare).map(Names::key);
  }

  /** Names with equal keys are the same name. */
  static String key(String name) {
    // Upper case first: it folds letters such as ß and ſ that lower case alone would keep apart.
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
