package switchboard.chat;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for names of people and rooms, and when two names are the same or look alike. */
final class NickRules {
  /** For a person who breaks it. */
  static final String RULE =
      "a name is a letter, then up to 19 letters of its alphabet, digits, _ - or .";

  /** No more than three marks in a row: enough for any script, too few to paint over lines. */
  private static final Pattern GOOD =
      Pattern.compile("(?!.*\\p{M}{4})\\p{L}[\\p{L}\\p{M}\\p{N}_.-]{0,19}");

  /** Letters and marks that are shown as nothing, by which two names would look the same. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\uFE00-\\uFE0F]"
              + "|[\\x{E0100}-\\x{E01EF}]");

  private NickRules() {}

  /** The name in its normal form (NFKC), or nothing if it is none. */
  static Optional<String> parse(String typed) {
    String normal = normal(typed.strip());
    return GOOD.matcher(normal).matches()
            && !UNSEEN.matcher(normal).find()
            && isOfOneAlphabet(normal)
        ? Optional.of(normal)
        : Optional.empty();
  }

  /** The name of a room, which may be typed with a leading #. */
  static Optional<String> parseRoom(String typed) {
    String bare = typed.strip();
    return parse(bare.startsWith("#") ? bare.substring(1) : bare).map(NickRules::key);
  }

  /** Names with equal keys are the same name. */
  static String key(String name) {
    // Upper case first: it folds letters such as ß and ſ that lower case alone would keep apart.
    return normal(normal(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
  }

  /**
   * Names that have one of these in common look alike (UTS #39 §4): as they are written, or when
   * neither case counts. The skeleton of UTS #39 heeds case, and a letter may have its double in
   * the other case alone: I and l do, and the Greek capital Ν and N.
   */
  static Set<String> skeletons(String name) {
    String asWritten = key(Confusables.skeleton(normal(name)));
    return Set.copyOf(List.of(Confusables.skeleton(asWritten), Confusables.skeleton(key(name))));
  }

  private static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC);
  }

  /** Nobody shall pass for ann by a Cyrillic a (the mixed scripts of UTS #39 §5.1). */
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
      case HIRAGANA, KATAKANA, BOPOMOFO, HANGUL -> UnicodeScript.HAN; // written side by side
      default -> script;
    };
  }
}
