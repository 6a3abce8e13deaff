package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.icu.text.SpoofChecker;
import java.util.Collections;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which names look alike according to UTS #39, and compares all skeletons with ICU4J. */
class ConfusablesTest {
  private static final Pattern OF_NAMES = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.-]");

  private final SpoofChecker icu =
      new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();

  private static boolean lookAlike(String one, String other) {
    return !Collections.disjoint(NickRules.skeletons(one), NickRules.skeletons(other));
  }

  @ParameterizedTest
  @CsvSource({
    "ann, ɑnn",
    "coco, сосо",
    "COCO, сосо",
    "coco, СОСО",
    "ann, ΑΝΝ",
    "bob, ВОВ",
    "modern, modem",
    "Mama, rnarna",
    "Al, A1",
    "Al, AI",
    "bob, b0b",
    "guest1, guestl",
    "paypal, раураӏ",
    "ann, ann",
    "ANN, ann"
  })
  void namesLookAlike(String one, String other) {
    assertTrue(lookAlike(one, other), NickRules.skeletons(one) + " " + NickRules.skeletons(other));
  }

  @ParameterizedTest
  @CsvSource({
    "ann, anna",
    "ann, bob",
    "guest1, guest10",
    "guest1, guest11",
    "Jürgen, Jurgen",
    "Ольга, Олег",
    "山田, 山口",
    "tea, tee",
    "al, ai"
  })
  void namesDoNotLookAlike(String one, String other) {
    assertFalse(lookAlike(one, other), NickRules.skeletons(one) + " " + NickRules.skeletons(other));
  }

  @Test
  void everyCharacterOfANameHasTheSkeletonThatIcuGivesIt() {
    for (int each = 0; each <= Character.MAX_CODE_POINT; each++) {
      String character = Character.toString(each);
      if (OF_NAMES.matcher(character).matches() && !Character.isIdentifierIgnorable(each)) {
        String expected = icu.getSkeleton(character);
        if (!expected.isEmpty()) { // an invisible character, which no name may contain
          assertEquals(expected, Confusables.skeleton(character), Integer.toHexString(each));
        }
      }
    }
    assertTrue(Confusables.size() > 4_000, "characters: " + Confusables.size());
  }

  @Test
  void randomNamesHaveTheSkeletonsThatIcuGivesThem() {
    long seed = Long.getLong("switchboard.seed", System.nanoTime());
    var random = new Random(seed);
    int tried = 0;
    while (tried < 2_000) {
      var name = new StringBuilder();
      int base = random.nextInt(0x3000);
      for (int i = 0; i < 8; i++) {
        name.appendCodePoint(base + random.nextInt(0x80));
      }
      if (NickRules.parse(name.toString()).isPresent()) {
        String parsed = NickRules.parse(name.toString()).get();
        assertEquals(icu.getSkeleton(parsed), Confusables.skeleton(parsed), "seed " + seed);
        tried++;
      }
      if (random.nextInt(4) == 0) {
        String ascii = "a" + Integer.toString(random.nextInt(1 << 30), 36);
        assertEquals(icu.getSkeleton(ascii), Confusables.skeleton(ascii), "seed " + seed);
        tried++;
      }
    }
  }
}
