package switchboard.chat;

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
    assertSame(text, Visible.of(text));
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
}
