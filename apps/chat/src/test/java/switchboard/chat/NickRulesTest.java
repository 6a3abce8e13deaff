package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which names are valid, and which names are treated as equal. */
class NickRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "A",
        "Jürgen",
        "Ольга",
        "山田たろう",
        "김철수",
        "x-1_2.3",
        "นาม",
        "abcdefghijklmnopqrst"
      })
  void goodNamesAreTakenAsTheyAre(String name) {
    assertEquals(Optional.of(name), NickRules.parse(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1ann",
        "-ann",
        "ann smith",
        "ann:",
        "abcdefghijklmnopqrstu",
        "ann\u001b[31m",
        "\u202Eann",
        "an\u200Bn",
        "/ann",
        "#ann",
        "ann\nbob",
        "👋"
      })
  void badNamesAreNone(String name) {
    assertEquals(Optional.empty(), NickRules.parse(name));
  }

  @Test
  void blanksAroundANameDoNotCount() {
    assertEquals(Optional.of("ann"), NickRules.parse("  ann\t"));
  }

  @Test
  void formsOfOneCharacterAreOneName() {
    assertEquals(NickRules.parse("J\u00FCrgen"), NickRules.parse("Ju\u0308rgen"));
    assertEquals(Optional.of("ann"), NickRules.parse("\uFF41\uFF4E\uFF4E"), "full width");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ANN", "Ann", "aNN"})
  void caseDoesNotTellNamesApart(String name) {
    assertEquals(NickRules.key("ann"), NickRules.key(name));
  }

  @Test
  void caseFoldingKnowsMoreThanAscii() {
    assertEquals(NickRules.key("strasse"), NickRules.key("Straße"));
    assertEquals(NickRules.key("ΟΔΟΣ"), NickRules.key("οδος"));
    assertEquals(NickRules.key("\u03AA\u0301"), NickRules.key("\u0390"), "iota with two marks");
    assertNotEquals(NickRules.key("Jurgen"), NickRules.key("Jürgen"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0430nn", "аnn", "pаul", "αnn"})
  void lettersOfTwoAlphabetsInOneNameAreRefused(String name) {
    assertEquals(Optional.empty(), NickRules.parse(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann\uFE0F", "ann\u034F", "\u3164", "\u115F", "an\u1160n"})
  void lettersThatAreShownAsNothingAreRefused(String name) {
    assertEquals(Optional.empty(), NickRules.parse(name));
  }

  @Test
  void marksDoNotPileUp() {
    assertEquals(Optional.empty(), NickRules.parse("z" + "\u0335".repeat(8)));
  }

  @Test
  void aRoomIsItsKeyAndMayBeTypedWithASign() {
    assertEquals(Optional.of("tea"), NickRules.parseRoom("#Tea"));
    assertEquals(Optional.of("tea"), NickRules.parseRoom("TEA"));
    assertEquals(Optional.empty(), NickRules.parseRoom("#"));
  }
}
