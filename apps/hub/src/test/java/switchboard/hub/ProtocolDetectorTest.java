package switchboard.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of caller by his first bytes, and what the first bytes leave open. */
class ProtocolDetectionTest {

  /** Bytes as characters, \r and \n written out. */
  private static byte[] bytes(String text) {
    String stream = text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    return stream.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] raw(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** The decision of somebody who is asked after each byte until he decides. */
  private static ProtocolDetection byteByByte(byte[] stream) {
    for (int length = 1; length <= stream.length; length++) {
      ProtocolDetection caller = ProtocolDetection.of(Arrays.copyOf(stream, length));
      if (caller != ProtocolDetection.UNDECIDED) {
        return caller;
      }
    }
    return ProtocolDetection.UNDECIDED;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP|GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
        "HTTP|HEAD /a HTTP/1.0\\r\\n",
        "HTTP|POST /upload HTTP/1.1\\r\\n",
        "HTTP|PUT /x HTTP/1.1\\r\\n",
        "HTTP|DELETE /x HTTP/1.1\\r\\n",
        "HTTP|OPTIONS * HTTP/1.1\\r\\n",
        "HTTP|OPTIONS /x HTTP/1.1\\r\\n",
        "HTTP|GET http://example.org/ HTTP/1.1\\r\\n",
        "HTTP|CONNECT example.org:443 HTTP/1.1\\r\\n",
        "IRC|CAP LS 302\\r\\n",
        "IRC|NICK ann\\r\\n",
        "IRC|USER ann 0 * :Ann\\r\\n",
        "IRC|PASS secret\\r\\n",
        "IRC|AUTHENTICATE PLAIN\\r\\n",
        "IRC|WEBIRC pw gw host 1.2.3.4\\r\\n",
        "PROXY|PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\\r\\n",
        "FILE|photo.jpg<SEPARATOR>123456",
        "FILE|Grüße <1>.txt<SEPARATOR>7",
        "PERSON|hello\\n",
        "PERSON|hello\\r\\n",
        "PERSON|\\n",
        "PERSON|\\r\\nann\\n",
        "PERSON|\\r\\n\\r\\n\\r\\n",
        "HTTP|GET /evil.txt<SEPARATOR>5hello",
        "HTTP|CONNECT host:80<SEPARATOR>5",
        "FILE|CONNECT host<SEPARATOR>5:80",
        "FILE|GET evil.txt<SEPARATOR>5hello",
        "IRC|NICK <SEPARATOR>5",
        "PROXY|PROXY TCP4<SEPARATOR>5",
        "FILE|PROXY war<SEPARATOR>5",
        "PROXY|\\r\\n\\r\\n\\0\\r\\nQUIT\\n!",
        "PERSON|pass the salt\\n",
        "PERSON|nick ann\\n",
        "PERSON|get / http/1.1\\n",
        "PERSON|GET some sleep\\n",
        "PERSON|GET\\n",
        "PERSON|NICK\\n",
        "PERSON|NICKNAME me\\n",
        "PERSON|PROXY war\\n",
        "PERSON|what is <SEPARATOR>?\\n",
        "PERSON|two\\nlines<SEPARATOR>7\\n",
        "PERSON|Grüße 👋\\n",
        "PERSON|/nick ann\\n",
        "UNKNOWN|text\\0",
      })
  void theFirstBytesTellWholeAndByteByByte(ProtocolDetection expected, String stream) {
    assertEquals(expected, ProtocolDetection.of(bytes(stream)));
    assertEquals(expected, byteByByte(bytes(stream)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G",
        "GET",
        "GET ",
        "GET h",
        "GET http:/",
        "OPTIONS *",
        "CONNECT host",
        "N",
        "NICK",
        "AUTH",
        "PROXY TCP",
        "\r",
        "\r\n",
        "\r\n\r\n",
        "\r\n\r\n\0\r\nQUI",
        "photo.jpg<SEP",
        "photo.jpg<SEPARATOR>",
        "hello",
        "ann",
        "Grüße"
      })
  void whatMayStillBecomeAnythingIsLeftOpen(String stream) {
    assertEquals(ProtocolDetection.UNDECIDED, ProtocolDetection.of(bytes(stream)));
  }

  @Test
  void tlsIsKnownByTwoBytes() {
    assertEquals(ProtocolDetection.UNDECIDED, ProtocolDetection.of(raw(0x16)));
    assertEquals(ProtocolDetection.TLS, ProtocolDetection.of(raw(0x16, 0x03)));
    assertEquals(ProtocolDetection.TLS, ProtocolDetection.of(raw(0x16, 0x03, 0x01, 0x02, 0x00)));
    assertEquals(ProtocolDetection.UNKNOWN, ProtocolDetection.of(raw(0x16, 0x04)));
  }

  /** Keys that somebody presses before telnet negotiates, or its interrupt key (IAC IP). */
  @Test
  void textBeforeATelnetCommandIsAPerson() {
    byte[] negotiating = raw('a', 'n', 0xFF, 0xFD, 3, 'n', '\r', '\n');
    assertEquals(ProtocolDetection.PERSON, ProtocolDetection.of(negotiating));
    assertEquals(ProtocolDetection.PERSON, byteByByte(negotiating));
    assertEquals(ProtocolDetection.UNDECIDED, ProtocolDetection.of(raw('a', 'n', 0xFF)));
    assertEquals(ProtocolDetection.PERSON, ProtocolDetection.of(raw(0xC3, 0xA4, 0xFF, 0xF4, 0xFF, 0xFD, 6)));
    assertEquals(ProtocolDetection.UNKNOWN, ProtocolDetection.of(raw('a', 'n', 0xFF, 0xFF)));
    assertEquals(ProtocolDetection.UNKNOWN, ProtocolDetection.of(raw(0xE4, 'n', 0xFF, 0xFD)));
    assertEquals(ProtocolDetection.UNKNOWN, ProtocolDetection.of(raw(0, 0xFF, 0xFD)));
  }

  @Test
  void telnetIsAPersonAndAPictureIsNot() {
    assertEquals(ProtocolDetection.UNDECIDED, ProtocolDetection.of(raw(0xFF)));
    assertEquals(ProtocolDetection.PERSON, ProtocolDetection.of(raw(0xFF, 0xFB, 0x1F)));
    assertEquals(
        ProtocolDetection.PERSON,
        ProtocolDetection.of(raw(0xFF, 0xFA, 0x1F, 0, 80, 0, 24, 0xFF, 0xF0)));
    assertEquals(
        ProtocolDetection.UNKNOWN, ProtocolDetection.of(raw(0xFF, 0xD8, 0xFF, 0xE0)), "JPEG");
  }

  @Test
  void ourOwnTransfersAreKnownByFourBytes() {
    assertEquals(ProtocolDetection.UNDECIDED, ProtocolDetection.of(raw(0x89)));
    assertEquals(ProtocolDetection.UNDECIDED, ProtocolDetection.of(raw(0x89, 'S', 'B')));
    assertEquals(ProtocolDetection.TRANSFER, ProtocolDetection.of(raw(0x89, 'S', 'B', 'X')));
    assertEquals(
        ProtocolDetection.TRANSFER,
        ProtocolDetection.of(raw(0x89, 'S', 'B', 'X', '\r', '\n', 0x1A, '\n', 1)));
    assertEquals(
        ProtocolDetection.UNKNOWN,
        ProtocolDetection.of(raw(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')),
        "PNG");
  }

  @Test
  void aFileHeaderIsKnownAlsoWhenTheFileIsGluedToIt() {
    byte[] stream = bytes("x.bin<SEPARATOR>4");
    byte[] glued = Arrays.copyOf(stream, stream.length + 3);
    glued[stream.length] = (byte) 0xFE;
    assertEquals(ProtocolDetection.FILE, ProtocolDetection.of(glued));
  }

  @Test
  void aCharacterCutInsideIsText() {
    byte[] wave = bytes("👋\\n");
    for (int length = 1; length < wave.length; length++) {
      assertEquals(ProtocolDetection.UNDECIDED, ProtocolDetection.of(Arrays.copyOf(wave, length)));
    }
    assertEquals(ProtocolDetection.PERSON, ProtocolDetection.of(wave));
    assertEquals(ProtocolDetection.UNKNOWN, ProtocolDetection.of(raw(0xF0, 'x')));
    assertFalse(Utf8Prefix.isText(raw(0xC0, 0x80)), "overlong");
    assertFalse(Utf8Prefix.isText(raw(0xED, 0xA0, 0x80)), "a surrogate");
    assertTrue(Utf8Prefix.isText(bytes("Grüße")));
  }

  @Test
  void aFirstLineOfTextIsAPersonWhateverComesInTheSameSegment() {
    byte[] stream = bytes("bob\\nX\\n");
    for (int strange : new int[] {0xFF, 0, 0x1B}) {
      stream[4] = (byte) strange;
      assertEquals(ProtocolDetection.PERSON, ProtocolDetection.of(stream));
      assertEquals(ProtocolDetection.PERSON, byteByByte(stream));
    }
    assertEquals(ProtocolDetection.UNKNOWN, ProtocolDetection.of(raw('b', 0xFF, '\n')));
    assertEquals(ProtocolDetection.UNKNOWN, byteByByte(raw('b', 0xFF, '\n')));
    assertEquals(
        ProtocolDetection.UNKNOWN, ProtocolDetection.of(raw(0xC3, '\n')), "half a character");
  }

  @Test
  void whatWasDecidedStaysDecidedWithMoreBytes() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var pieces =
        List.of(
            "GET ",
            "CONNECT ",
            "OPTIONS ",
            "* ",
            "NICK ",
            "PASS ",
            "PROXY ",
            "TCP4",
            "UNKNOWN",
            "<SEPARATOR>",
            "<SEP",
            "7",
            "/",
            ":8",
            "http://",
            "x",
            "\r",
            "\n",
            "\0",
            "QUIT\n",
            "ü");
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      byte[] stream = text.toString().getBytes(StandardCharsets.UTF_8);
      ProtocolDetection decided = byteByByte(stream);
      if (decided != ProtocolDetection.UNDECIDED) {
        assertEquals(decided, ProtocolDetection.of(stream), "seed " + seed + ": " + text);
      }
    }
  }
}
