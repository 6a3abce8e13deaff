package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tests that telnet commands are answered and removed from the text. */
class TelnetTest {
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  private final Telnet telnet = new Telnet(answers::writeBytes);

  private String textOf(int... stream) {
    var text = new ByteArrayOutputStream();
    for (int each : stream) {
      int value = telnet.textOf((byte) each);
      if (value >= 0) {
        text.write(value);
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private void assertAnswered(int... expected) {
    byte[] bytes = new byte[expected.length];
    for (int i = 0; i < expected.length; i++) {
      bytes[i] = (byte) expected[i];
    }
    assertArrayEquals(bytes, answers.toByteArray());
  }

  @Test
  void textIsLeftAlone() {
    assertEquals("hi\n", textOf('h', 'i', '\n'));
    assertAnswered();
  }

  @Test
  void whoIsAskedToDoSaysWont() {
    assertEquals("hi", textOf('h', 255, 253, 6, 'i'));
    assertAnswered(255, 252, 6);
  }

  @Test
  void whoIsOfferedSaysDont() {
    assertEquals("hi", textOf('h', 255, 251, 31, 'i'));
    assertAnswered(255, 254, 31);
  }

  @Test
  void refusalsNeedNoAnswer() {
    assertEquals("hi", textOf(255, 252, 1, 255, 254, 1, 'h', 'i'));
    assertAnswered();
  }

  @Test
  void anOptionWithTheNumberOfALineEndIsNoLineEnd() {
    assertEquals("hi", textOf('h', 255, 253, '\n', 'i'));
    assertAnswered(255, 252, '\n');
  }

  @Test
  void aSubnegotiationIsTakenOutWithLineEndsAndQuotedBytesInIt() {
    assertEquals("hi", textOf('h', 255, 250, 31, 0, 80, 0, '\n', 255, 255, 7, 255, 240, 'i'));
    assertAnswered();
  }

  @Test
  void aSubnegotiationWithoutEndDoesNotSwallowEverythingAfterIt() {
    textOf(255, 250);
    for (int i = 0; i < 2_000; i++) {
      textOf('x');
    }
    assertEquals("hi", textOf('h', 'i'));
  }

  @Test
  void commandsWithoutOptionAreTakenOut() {
    assertEquals("hi", textOf('h', 255, 244, 255, 241, 255, 255, 'i'));
    assertAnswered();
  }

  @Test
  void eraseCharacterAndEraseLineAreControlCharacters() {
    assertEquals("hi\b\u0015\n", textOf('h', 'i', 255, 247, 255, 248, '\n'));
    assertAnswered();
  }

  @Test
  void anOptionWithTheNumberOfEraseCharacterErasesNothing() {
    assertEquals("hi", textOf('h', 255, 254, 247, 255, 250, 248, 255, 247, 255, 240, 'i'));
    assertAnswered();
  }

  @Test
  void echoAndSuppressGoAheadAreRefusedSoThatTheClientEditsByItself() {
    assertEquals("", textOf(255, 253, 3, 255, 253, 1));
    assertAnswered(255, 252, 3, 255, 252, 1);
  }
}
