package switchboard.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What terminals would obey is shown instead. */
class VisibleTest {

  @ParameterizedTest
  @ValueSource(strings = {"hello", "a\tb", "Grüße 👋🏽", "👩‍👩‍👧", "שלום"})
  void textStaysAsItIs(String text) {
    assertSame(text, Visible.ofLine(text));
  }

  @Test
  void escapesAreSeenAndNotObeyed() {
    assertEquals("␛[2J␇␀␡", Visible.of("\u001b[2J\u0007\0\u007f"));
    assertEquals("\\u009b31m", Visible.of("\u009b31m"), "the one-byte escape of C1");
  }

  @Test
  void aCarriageReturnDoesNotOverwriteTheLine() {
    assertEquals("me␍you", Visible.of("me\ryou"));
  }

  @Test
  void theWritingDirectionCanNotBeTurned() {
    assertEquals("a\\u202eb\\u2066\\u061c", Visible.of("a\u202eb\u2066\u061c"));
  }

  @Test
  void aTabIsATabOnlyInALineThatSomebodyTyped() {
    assertEquals("a␉b", Visible.of("a\tb"));
  }

  @Test
  void bytesThatAreNoTextAreCountedOut() {
    assertEquals(
        "a␛[2J\\x80é\\xff",
        Visible.of(
            new byte[] {
              'a', 0x1B, '[', '2', 'J', (byte) 0x80, (byte) 0xC3, (byte) 0xA9, (byte) 0xFF
            }));
  }

  @Test
  void whatIsFarOutIsSpelledToo() {
    assertEquals("x\\U000e0041", Visible.of("x\udb40\udc41"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Vie\u0323\u0302t Nam",
        "\u1009\u103d\u103e\u102d\u102f\u1037",
        "\u05e9\u05c1\u05bc\u05b8\u0596\u05bd",
        "\u0f67\u0f71\u0f74\u0f83",
        "\u2764\ufe0f\u200d\ud83d\udd25 1\ufe0f\u20e3"
      })
  void marksThatWritingSystemsNeedStay(String text) {
    assertSame(text, Visible.of(text));
    assertSame(text, Visible.ofLine(text));
  }

  @Test
  void marksDoNotPileUpOverOtherLines() {
    String most = "z" + "\u0335".repeat(Visible.MARKS_MAX);
    assertSame(most, Visible.ofLine(most));
    assertEquals(most + "…", Visible.ofLine(most + "\u0335"));
    assertEquals(most + "…y", Visible.ofLine("z" + "\u0335".repeat(2_000) + "y"));
    assertEquals(most + "…" + most + "…", Visible.of((most + "\u0301\u0489").repeat(2)));
    String shown = Visible.of(most + "\u0335");
    assertSame(shown, Visible.of(shown), "nothing is left out twice");
  }

  @Test
  void joinersAndSpacingMarksDoNotLetMarksPileUp() {
    String run = "\u0335".repeat(Visible.MARKS_MAX);
    assertEquals("z" + run + "\u200d…", Visible.ofLine("z" + run + "\u200d\u0335"));
    assertEquals("z" + run + "\u0903…", Visible.ofLine("z" + run + "\u0903" + run));
  }
}
