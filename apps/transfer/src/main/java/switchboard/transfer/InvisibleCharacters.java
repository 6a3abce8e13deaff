package switchboard.transfer;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/**
 * Finds invisible characters. Two file names that differ only in such characters would look the
 * same. Invisible characters are the characters with the property Default_Ignorable_Code_Point (UAX
 * #44), and blank characters that are not spaces. {@link FileName} rejects invisible characters,
 * except where they change the look of neighbouring characters: joiners inside words of scripts
 * that join letters (UAX #31 §2.3) and inside emoji, and the emoji variation selector (UTS #51).
 */
final class InvisibleCharacters {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;
  private static final int EMOJI_SELECTOR = 0xFE0F;
  private static final int KEYCAP = 0x20E3;

  /** The scripts in which the form of a letter does not depend on its neighbours. */
  private static final Set<UnicodeScript> UNJOINED =
      Set.of(
          UnicodeScript.LATIN,
          UnicodeScript.GREEK,
          UnicodeScript.CYRILLIC,
          UnicodeScript.ARMENIAN,
          UnicodeScript.GEORGIAN,
          UnicodeScript.HEBREW,
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.COMMON,
          UnicodeScript.INHERITED);

  private InvisibleCharacters() {}

  /**
   * Returns whether {@code text} contains an invisible character that does not change the look of
   * its neighbours.
   */
  static boolean isIn(String text) {
    int[] all = text.codePoints().toArray();
    for (int at = 0; at < all.length; at++) {
      int before = at == 0 ? 0 : all[at - 1];
      int after = at == all.length - 1 ? 0 : all[at + 1];
      if (isShownAsNothing(all[at]) && !changesTheLook(all[at], before, after)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isShownAsNothing(int codePoint) {
    return codePoint == 0x00AD
        || codePoint == 0x034F
        || codePoint == 0x061C
        || isWithin(codePoint, 0x115F, 0x1160)
        || isWithin(codePoint, 0x17B4, 0x17B5)
        || isWithin(codePoint, 0x180B, 0x180F)
        || isWithin(codePoint, 0x200B, 0x200F)
        || isWithin(codePoint, 0x202A, 0x202E)
        || isWithin(codePoint, 0x2060, 0x206F)
        || codePoint == 0x2800
        || codePoint == 0x3164
        || isWithin(codePoint, 0xFE00, 0xFE0F)
        || codePoint == 0xFEFF
        || codePoint == 0xFFA0
        || isWithin(codePoint, 0xFFF0, 0xFFF8)
        || isWithin(codePoint, 0x1BCA0, 0x1BCA3)
        || isWithin(codePoint, 0x1D173, 0x1D17A)
        || isWithin(codePoint, 0xE0000, 0xE0FFF);
  }

  private static boolean isWithin(int codePoint, int first, int last) {
    return first <= codePoint && codePoint <= last;
  }

  private static boolean changesTheLook(int codePoint, int before, int after) {
    return switch (codePoint) {
      case NON_JOINER -> isJoined(before) && isJoined(after);
      case JOINER ->
          (isJoined(before) && isJoined(after))
              || (isOfEmoji(before) && Character.isExtendedPictographic(after));
      case EMOJI_SELECTOR -> Character.isExtendedPictographic(before) || after == KEYCAP;
      default -> false;
    };
  }

  private static boolean isOfEmoji(int codePoint) {
    return Character.isExtendedPictographic(codePoint)
        || Character.isEmojiModifier(codePoint)
        || codePoint == EMOJI_SELECTOR;
  }

  private static boolean isJoined(int codePoint) {
    return !UNJOINED.contains(UnicodeScript.of(codePoint));
  }
}
