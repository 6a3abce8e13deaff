package switchboard.net.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that characters that could control a terminal are replaced by visible escapes. */
class TerminalTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"hello", "a\tb", "Grüße 👋🏽", "👩‍👩‍👧", "שלום"})
  void textStaysAsItIs(String text) {
    assertSame(text, TerminalText.escapeLine(text));
  }

  @Test
  void escapesAreSeenAndNotObeyed() {
    assertEquals("␛[2J␇␀␡", TerminalText.escape("\u001b[2J\u0007\0\u007f"));
    assertEquals("\\u009b31m", TerminalText.escape("\u009b31m"), "the C1 control character CSI");
  }

  @Test
  void aCarriageReturnDoesNotOverwriteTheLine() {
    assertEquals("me␍you", TerminalText.escape("me\ryou"));
  }

  @Test
  void theWritingDirectionCanNotBeTurned() {
    assertEquals("a\\u202eb\\u2066\\u061c", TerminalText.escape("a\u202eb\u2066\u061c"));
  }

  @Test
  void aTabIsATabOnlyInALineThatSomebodyTyped() {
    assertEquals("a␉b", TerminalText.escape("a\tb"));
  }

  @Test
  void bytesThatAreNoTextAreCountedOut() {
    assertEquals(
        "a␛[2J\\x80é\\xff",
        TerminalText.escape(
            new byte[] {
              'a', 0x1B, '[', '2', 'J', (byte) 0x80, (byte) 0xC3, (byte) 0xA9, (byte) 0xFF
            }));
  }

  @Test
  void whatIsFarOutIsSpelledToo() {
    assertEquals("x\\U000e0041", TerminalText.escape("x\udb40\udc41"));
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
    assertSame(text, TerminalText.escape(text));
    assertSame(text, TerminalText.escapeLine(text));
  }

  @Test
  void marksDoNotPileUpOverOtherLines() {
    String most = "z" + "\u0335".repeat(TerminalText.MARKS_MAX);
    assertSame(most, TerminalText.escapeLine(most));
    assertEquals(most + "…", TerminalText.escapeLine(most + "\u0335"));
    assertEquals(most + "…y", TerminalText.escapeLine("z" + "\u0335".repeat(2_000) + "y"));
    assertEquals(most + "…" + most + "…", TerminalText.escape((most + "\u0301\u0489").repeat(2)));
    String shown = TerminalText.escape(most + "\u0335");
    assertSame(shown, TerminalText.escape(shown), "text that was already shortened stays as it is");
  }

  @Test
  void joinersAndSpacingMarksDoNotLetMarksPileUp() {
    String run = "\u0335".repeat(TerminalText.MARKS_MAX);
    assertEquals("z" + run + "\u200d…", TerminalText.escapeLine("z" + run + "\u200d\u0335"));
    assertEquals("z" + run + "\u0903…", TerminalText.escapeLine("z" + run + "\u0903" + run));
  }
}
