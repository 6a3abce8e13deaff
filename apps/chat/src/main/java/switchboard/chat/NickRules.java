package switchboard.chat;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules for nicks and room names: their syntax, and which names are equal or look alike.
 * Thread-safe.
 */
final class NickRules {
  /** The message to a user that has typed an invalid name. It describes the syntax of names. */
  static final String RULE =
      "a name begins with a letter and has at most 20 letters of one alphabet, digits, _ - or .";

  /**
   * Matches names of the allowed characters and length, with at most three combining marks in a
   * row. Three marks are enough for the words of every script, but too few to reach into the lines
   * above and below.
   */
  private static final Pattern GOOD =
      Pattern.compile("(?!.*\\p{M}{4})\\p{L}[\\p{L}\\p{M}\\p{N}_.-]{0,19}");

  /**
   * Matches invisible letters and marks. Two names that differ only in such characters look the
   * same.
   */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\uFE00-\\uFE0F]"
              + "|[\\x{E0100}-\\x{E01EF}]");

  private NickRules() {}

  /** Returns the name in its normal form (NFKC); empty if {@code typed} is not a valid name. */
  static Optional<String> parse(String typed) {
    String normal = normal(typed.strip());
    return GOOD.matcher(normal).matches()
            && !UNSEEN.matcher(normal).find()
            && isOfOneAlphabet(normal)
        ? Optional.of(normal)
        : Optional.empty();
  }

  /**
   * Returns the key of a room name, without the optional leading #; empty if {@code typed} is not a
   * valid name.
   */
  static Optional<String> parseRoom(String typed) {
    String bare = typed.strip();
    return parse(bare.startsWith("#") ? bare.substring(1) : bare).map(NickRules::key);
  }

  /**
   * Returns the key of a name, by which names are compared. Two names with equal keys are treated
   * as the same name.
   */
  static String key(String name) {
    // The name is first converted to upper case, because this maps letters such as ß and ſ to SS
    // and S. Converting to lower case alone would not change these letters.
    return normal(normal(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
  }

  /**
   * Returns the skeletons of a name (UTS #39 §4). Two names that share a skeleton look alike,
   * either as they are written or after both were converted to the same case. Two skeletons are
   * needed, because the skeleton of UTS #39 is case-sensitive, and some letters look like another
   * letter in one case only: I like l, and the Greek capital Ν like N.
   */
  static Set<String> skeletons(String name) {
    String asWritten = key(Confusables.skeleton(normal(name)));
    return Set.copyOf(List.of(Confusables.skeleton(asWritten), Confusables.skeleton(key(name))));
  }

  private static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC);
  }

  /**
   * Returns whether all letters of a name belong to one script (UTS #39 §5.1). Without this rule, a
   * name with the Cyrillic letter a could imitate the name ann.
   */
  private static boolean isOfOneAlphabet(String name) {
    return name.codePoints()
            .mapToObj(NickRules::alphabet)
            .filter(each -> each != UnicodeScript.COMMON && each != UnicodeScript.INHERITED)
            .distinct()
            .count()
        <= 1;
  }

  private static UnicodeScript alphabet(int letter) {
    UnicodeScript script = UnicodeScript.of(letter);
    return switch (script) {
      // Japanese, Korean and Chinese text uses these scripts together with Han
      case HIRAGANA, KATAKANA, BOPOMOFO, HANGUL -> UnicodeScript.HAN;
      default -> script;
    };
  }
}
