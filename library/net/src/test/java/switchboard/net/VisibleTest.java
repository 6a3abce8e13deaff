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
}
