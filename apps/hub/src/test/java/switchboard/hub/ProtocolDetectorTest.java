package switchboard.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests which first bytes are enough to recognize each protocol, and which bytes are not enough.
 */
class ProtocolDetectorTest {
  private static final String UNDECIDED = "undecided";
  private static final List<Protocol> PROTOCOLS =
      StandardProtocols.list(_ -> {}, Optional.empty(), List.of());
  private static final ProtocolDetector DETECTOR = new ProtocolDetector(PROTOCOLS);

  /** Returns the bytes of a text in which \r and \n are escaped. */
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

  /** Returns the decision of the detector if more bytes may arrive, or {@link #UNDECIDED}. */
  private static String protocolOf(byte[] bytes) {
    return DETECTOR.detect(bytes, false).map(Protocol::name).orElse(UNDECIDED);
  }

  /** Returns the decision of the detector if no more bytes arrive. */
  private static String completeProtocolOf(byte[] bytes) {
    return DETECTOR.detect(bytes, true).map(Protocol::name).orElse(UNDECIDED);
  }

  /** Returns the first decision of a detector that is called after each byte. */
  private static String byteByByte(byte[] stream) {
    for (int length = 1; length <= stream.length; length++) {
      String protocol = protocolOf(Arrays.copyOf(stream, length));
      if (!protocol.equals(UNDECIDED)) {
        return protocol;
      }
    }
    return UNDECIDED;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http|GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
        "http|HEAD /a HTTP/1.0\\r\\n",
        "http|POST /upload HTTP/1.1\\r\\n",
        "http|PUT /x HTTP/1.1\\r\\n",
        "http|DELETE /x HTTP/1.1\\r\\n",
        "http|OPTIONS * HTTP/1.1\\r\\n",
        "http|OPTIONS /x HTTP/1.1\\r\\n",
        "http|GET http://example.org/ HTTP/1.1\\r\\n",
        "http|CONNECT example.org:443 HTTP/1.1\\r\\n",
        "irc|CAP LS 302\\r\\n",
        "irc|NICK ann\\r\\n",
        "irc|USER ann 0 * :Ann\\r\\n",
        "irc|PASS secret\\r\\n",
        "irc|AUTHENTICATE PLAIN\\r\\n",
        "irc|WEBIRC pw gw host 1.2.3.4\\r\\n",
        "proxy|PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\\r\\n",
        "tutorial-file|photo.jpg<SEPARATOR>123456",
        "tutorial-file|Grüße <1>.txt<SEPARATOR>7",
        "chat|hello\\n",
        "chat|hello\\r\\n",
        "chat|\\n",
        "chat|\\r\\nann\\n",
        "chat|\\r\\n\\r\\n\\r\\n",
        "http|GET /evil.txt<SEPARATOR>5hello",
        "http|CONNECT host:80<SEPARATOR>5",
        "tutorial-file|CONNECT host<SEPARATOR>5:80",
        "tutorial-file|GET evil.txt<SEPARATOR>5hello",
        "irc|NICK <SEPARATOR>5",
        "proxy|PROXY TCP4<SEPARATOR>5",
        "tutorial-file|PROXY war<SEPARATOR>5",
        "proxy|\\r\\n\\r\\n\\0\\r\\nQUIT\\n!",
        "chat|pass the salt\\n",
        "chat|nick ann\\n",
        "chat|get / http/1.1\\n",
        "chat|GET some sleep\\n",
        "chat|GET\\n",
        "chat|NICK\\n",
        "chat|NICKNAME me\\n",
        "chat|PROXY war\\n",
        "chat|what is <SEPARATOR>?\\n",
        "chat|two\\nlines<SEPARATOR>7\\n",
        "chat|Grüße 👋\\n",
        "chat|/nick ann\\n",
        "unknown|text\\0",
      })
  void theFirstBytesTellWholeAndByteByByte(String expected, String stream) {
    assertEquals(expected, protocolOf(bytes(stream)));
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
    assertEquals(UNDECIDED, protocolOf(bytes(stream)));
  }

  @Test
  void tlsIsKnownByTwoBytes() {
    assertEquals(UNDECIDED, protocolOf(raw(0x16)));
    assertEquals("tls", protocolOf(raw(0x16, 0x03)));
    assertEquals("tls", protocolOf(raw(0x16, 0x03, 0x01, 0x02, 0x00)));
    assertEquals("unknown", protocolOf(raw(0x16, 0x04)));
  }

  /**
   * A user may press keys before telnet negotiates options, or press the interrupt key, which
   * telnet sends as IAC IP.
   */
  @Test
  void textBeforeATelnetCommandIsTelnet() {
    byte[] negotiating = raw('a', 'n', 0xFF, 0xFD, 3, 'n', '\r', '\n');
    assertEquals("telnet", protocolOf(negotiating));
    assertEquals("telnet", byteByByte(negotiating));
    assertEquals(UNDECIDED, protocolOf(raw('a', 'n', 0xFF)));
    assertEquals("telnet", protocolOf(raw(0xC3, 0xA4, 0xFF, 0xF4, 0xFF, 0xFD, 6)));
    assertEquals("unknown", protocolOf(raw('a', 'n', 0xFF, 0xFF)));
    assertEquals("unknown", protocolOf(raw(0xE4, 'n', 0xFF, 0xFD)));
    assertEquals("unknown", protocolOf(raw(0, 0xFF, 0xFD)));
  }

  @Test
  void aTelnetCommandIsTelnetAndAPictureIsNot() {
    assertEquals(UNDECIDED, protocolOf(raw(0xFF)));
    assertEquals("telnet", protocolOf(raw(0xFF, 0xFB, 0x1F)));
    assertEquals("telnet", protocolOf(raw(0xFF, 0xFA, 0x1F, 0, 80, 0, 24, 0xFF, 0xF0)));
    assertEquals("unknown", protocolOf(raw(0xFF, 0xD8, 0xFF, 0xE0)), "JPEG");
  }

  @Test
  void ourOwnTransfersAreKnownByFourBytes() {
    assertEquals(UNDECIDED, protocolOf(raw(0x89)));
    assertEquals(UNDECIDED, protocolOf(raw(0x89, 'S', 'B')));
    assertEquals("transfer", protocolOf(raw(0x89, 'S', 'B', 'X')));
    assertEquals("transfer", protocolOf(raw(0x89, 'S', 'B', 'X', '\r', '\n', 0x1A, '\n', 1)));
    assertEquals("unknown", protocolOf(raw(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')), "PNG");
  }

  @Test
  void aFileHeaderIsKnownAlsoWhenTheFileIsGluedToIt() {
    byte[] stream = bytes("x.bin<SEPARATOR>4");
    byte[] glued = Arrays.copyOf(stream, stream.length + 3);
    glued[stream.length] = (byte) 0xFE;
    assertEquals("tutorial-file", protocolOf(glued));
  }

  @Test
  void aCharacterCutInsideIsText() {
    byte[] wave = bytes("👋\\n");
    for (int length = 1; length < wave.length; length++) {
      assertEquals(UNDECIDED, protocolOf(Arrays.copyOf(wave, length)));
    }
    assertEquals("chat", protocolOf(wave));
    assertEquals("unknown", protocolOf(raw(0xF0, 'x')));
    assertFalse(Utf8Prefix.isText(raw(0xC0, 0x80)), "overlong");
    assertFalse(Utf8Prefix.isText(raw(0xED, 0xA0, 0x80)), "a surrogate");
    assertTrue(Utf8Prefix.isText(bytes("Grüße")));
  }

  @Test
  void aFirstLineOfTextIsAPersonWhateverComesInTheSameSegment() {
    byte[] stream = bytes("bob\\nX\\n");
    for (int strange : new int[] {0xFF, 0, 0x1B}) {
      stream[4] = (byte) strange;
      assertEquals("chat", protocolOf(stream));
      assertEquals("chat", byteByByte(stream));
    }
    assertEquals("unknown", protocolOf(raw('b', 0xFF, '\n')));
    assertEquals("unknown", byteByByte(raw('b', 0xFF, '\n')));
    assertEquals("unknown", protocolOf(raw(0xC3, '\n')), "half a character");
  }

  @Test
  void whatWasDecidedStaysDecidedWithMoreBytes() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] stream = randomStream(random);
      String decided = byteByByte(stream);
      if (!decided.equals(UNDECIDED)) {
        assertEquals(decided, protocolOf(stream), () -> "seed " + seed + ": " + latin1(stream));
      }
    }
  }

  @Test
  void yesAndNoOfEachProtocolAreFinal() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      byte[] stream = randomStream(random);
      for (Protocol protocol : PROTOCOLS) {
        var last = Recognition.NEED_MORE;
        for (int length = 1; length <= stream.length; length++) {
          ByteBuffer prefix = ByteBuffer.wrap(stream, 0, length).asReadOnlyBuffer();
          Recognition next = protocol.recognize(prefix, false);
          if (last != Recognition.NEED_MORE) {
            int cut = length;
            assertEquals(
                last,
                next,
                () -> protocol.name() + " at " + cut + ", seed " + seed + ": " + latin1(stream));
          }
          last = next;
        }
      }
    }
  }

  @Test
  void theOrderOfTheProtocolsIsFixed() {
    assertEquals(
        List.of(
            "tls",
            "proxy",
            "http",
            "transfer",
            "irc",
            "tutorial-file",
            "telnet",
            "chat",
            "unknown"),
        PROTOCOLS.stream().map(Protocol::name).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chat|''",
        "chat|ann",
        "chat|GET",
        "chat|NICK",
        "chat|PROXY",
        "chat|Grü",
        "chat|photo.jpg<SEPARATOR>",
        "chat|\\r\\n\\r\\n\\0\\r\\nQUI",
        "http|GET /",
        "tutorial-file|x<SEPARATOR>7",
        "unknown|\\0",
      })
  void aPauseOrTheEndOfTheStreamDecidesByWhatHasCome(String expected, String stream) {
    assertEquals(expected, completeProtocolOf(bytes(stream)));
  }

  @Test
  void aPauseInsideABinarySignatureIsNotText() {
    assertEquals("unknown", completeProtocolOf(raw(0x16)));
    assertEquals("unknown", completeProtocolOf(raw(0x89, 'S', 'B')));
    assertEquals("telnet", completeProtocolOf(raw('a', 'n', 0xFF)));
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static final List<String> PIECES =
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
          "ü", // invalid UTF-8 as a single byte of ISO 8859-1
          "\u00C3\u00BC",
          "\u00FF",
          "\u00FD",
          "\u0016",
          "\u0003",
          "\u0089SBX");

  private static byte[] randomStream(Random random) {
    var text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
