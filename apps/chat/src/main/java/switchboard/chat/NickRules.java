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
  /** The syntax of names, as a message to a user who has typed an invalid one. */
  static final String RULE =
      "a name begins with a letter and has at most 20 letters of one alphabet, digits, _ - or .";

  /**
   * Allows at most three combining marks in a row. This is enough for any script, and too few to
   * draw over neighbouring lines.
   */
  private static final Pattern GOOD =
      Pattern.compile("(?!.*\\p{M}{4})\\p{L}[\\p{L}\\p{M}\\p{N}_.-]{0,19}");

  /** Matches letters and marks that are invisible: with them, two names could look the same. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\uFE00-\\uFE0F]"
              + "|[\\x{E0100}-\\x{E01EF}]");

  private NickRules() {}

  /** Returns the name in its normal form (NFKC); empty if it is not a valid name. */
  static Optional<String> parse(String typed) {
    String normal = normal(typed.strip());
    return GOOD.matcher(normal).matches()
            && !UNSEEN.matcher(normal).find()
            && isOfOneAlphabet(normal)
        ? Optional.of(normal)
        : Optional.empty();
  }

  /** Returns the name of a room, without the optional leading #; empty if it is not valid. */
  static Optional<String> parseRoom(String typed) {
    String bare = typed.strip();
    return parse(bare.startsWith("#") ? bare.substring(1) : bare).map(NickRules::key);
  }

  /** Returns the key of a name. Names with equal keys are the same name. */
  static String key(String name) {
    // Upper case first: it maps letters such as ß and ſ that lower case alone would keep distinct.
    return normal(normal(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
  }

  /**
   * Returns the skeletons of a name (UTS #39 §4). Two names that share a skeleton look alike,
   * either as written or when case is ignored. Both are needed because the skeleton of UTS #39 is
   * case-sensitive, and some letters look like another letter in one case only: I like l, and the
   * Greek capital Ν like N.
   */
  static Set<String> skeletons(String name) {
    String asWritten = key(Confusables.skeleton(normal(name)));
    return Set.copyOf(List.of(Confusables.skeleton(asWritten), Confusables.skeleton(key(name))));
  }

  private static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC);
  }

  /**
   * Returns whether all letters belong to one script (UTS #39 §5.1). Otherwise a Cyrillic a could
   * be used to imitate the name ann.
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
      case HIRAGANA, KATAKANA, BOPOMOFO, HANGUL -> UnicodeScript.HAN; // used together with Han
      default -> script;
    };
  }
}
