package switchboard.chat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Generates the table of confusable characters (UTS #39 §4) that {@code Confusables} reads. The
 * build runs this program with ICU4J on the class path. The table has one line for each character
 * that is allowed in names and has a prototype: the character, followed by its prototype. The lines
 * are sorted by the code point of the character.
 */
final class ConfusablesGenerator {
  private ConfusablesGenerator() {}

  /** Writes the table to a file. The first argument is the path of the file. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Files.createDirectories(file.getParent());
    Files.writeString(file, table());
  }

  private static String table() {
    SpoofChecker checker = new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();
    var table = new StringBuilder();
    for (int each = 0; each <= Character.MAX_CODE_POINT; each++) {
      if (isOfNames(each) && Normalizer2.getNFDInstance().isNormalized(Character.toString(each))) {
        String prototype = checker.getSkeleton(Character.toString(each));
        if (!prototype.equals(Character.toString(each)) && !prototype.isEmpty()) {
          table.appendCodePoint(each).append(prototype).append('\n');
        }
      }
    }
    return table.toString();
  }

  /**
   * Returns whether {@code NickRules.GOOD} allows a character. It allows letters, marks, numbers, _
   * - and .
   */
  private static boolean isOfNames(int codePoint) {
    return switch (UCharacter.getType(codePoint)) {
      case ECharacterCategory.UPPERCASE_LETTER,
          ECharacterCategory.LOWERCASE_LETTER,
          ECharacterCategory.TITLECASE_LETTER,
          ECharacterCategory.MODIFIER_LETTER,
          ECharacterCategory.OTHER_LETTER,
          ECharacterCategory.NON_SPACING_MARK,
          ECharacterCategory.ENCLOSING_MARK,
          ECharacterCategory.COMBINING_SPACING_MARK,
          ECharacterCategory.DECIMAL_DIGIT_NUMBER,
          ECharacterCategory.LETTER_NUMBER,
          ECharacterCategory.OTHER_NUMBER ->
          true;
      default -> codePoint == '_' || codePoint == '-' || codePoint == '.';
    };
  }
}
