package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.chat.LineReader.Line;

/** Tests clients that send each key separately and leave line editing to the hub. */
class TypingTest {
  private static final Duration QUICKLY = Duration.ofMillis(100);
  private static final Duration AFTER_THOUGHT = Duration.ofSeconds(30);

  /**
   * Pauses just below and just above the limit of two seconds, and a pause that is longer than all
   * timeouts.
   */
  private static final List<Duration> PAUSES =
      List.of(QUICKLY, Duration.ofMillis(1_999), Duration.ofSeconds(3), Duration.ofMinutes(1));

  private static Line text(String text) {
    return new Line.Text(text);
  }

  private static byte[] raw(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Line> typed(String text) throws IOException {
    try (var typist = new Typist()) {
      return typist.types(QUICKLY, text).lines();
    }
  }

  @Test
  void thoughtInsideALineDoesNotPostHalfOfIt() throws Exception {
    try (var typist = new Typist()) {
      typist.types(QUICKLY, "he").types(AFTER_THOUGHT, "llo").types(QUICKLY, "\r");
      assertEquals(List.of(text("hello")), typist.lines());
    }
  }

  @Test
  void aProgramThatSendsNoLineEndIsHeardAfterTwoSeconds() throws Exception {
    try (var typist = new Typist()) {
      Duration pause = Duration.ofSeconds(3);
      typist.sends(pause, "hello").sends(pause, "y").sends(pause, "n").sends(pause, "bye");
      assertEquals(List.of(text("hello"), text("y"), text("n"), text("bye")), typist.lines());
    }
  }

  @Test
  void aLineOfOneCharacterAndItsEndAreNotTwoKeys() throws Exception {
    try (var typist = new Typist()) {
      typist.sends(QUICKLY, "y").sends(QUICKLY, "\n").sends(QUICKLY, "hel");
      assertEquals(
          List.of(text("y"), text("hel"), text("lo")), typist.sends(AFTER_THOUGHT, "lo\n").lines());
    }
  }

  @Test
  void onceATypistAlwaysATypist() throws Exception {
    try (var typist = new Typist()) {
      typist.types(QUICKLY, "hi\r").sends(AFTER_THOUGHT, "pas").sends(AFTER_THOUGHT, "ted\r");
      assertEquals(List.of(text("hi"), text("pasted")), typist.lines());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0xF1, 0xF4, 0xF7})
  void whoeverSendsATelnetCommandIsNoProgram(int command) throws Exception {
    try (var typist = new Typist()) {
      typist.sends(QUICKLY, raw(0xFF, command)).sends(QUICKLY, "half").sends(AFTER_THOUGHT, "\r\n");
      assertEquals(List.of(text("half")), typist.lines());
    }
  }

  @Test
  void unfinishedTextIsALineAtTheEndOfTheStreamButNoneForAPersonWhoStays() throws Exception {
    try (var gone = new Typist();
        var stays = new Typist()) {
      assertEquals(List.of(text("abc")), gone.types(QUICKLY, "abc").hangsUp().lines());
      assertEquals(List.of(), stays.types(QUICKLY, "abc").lines());
    }
  }

  @Test
  void theCallersDeadlineBoundsTheWaitForAPerson() throws Exception {
    try (var typist = new Typist()) {
      typist.types(QUICKLY, "abc").types(Duration.ofHours(2), "\r");
      assertEquals(List.of(), typist.lines(), "a session lasts an hour");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\n", "\r\n", "\r\0"})
  void eachLineEndThatTerminalsSendEndsOneLine(String ending) throws Exception {
    List<Line> expected = List.of(text("ann"), text(""), text("b"));
    assertEquals(expected, typed("ann" + ending + ending + "b" + ending));
    try (var typist = new Typist()) {
      typist.types(QUICKLY, "ann").sends(QUICKLY, ending).sends(AFTER_THOUGHT, ending);
      assertEquals(expected, typist.types(QUICKLY, "b").sends(QUICKLY, ending).lines());
    }
  }

  @Test
  void aLineEndInTwoPiecesAroundSilenceIsOne() throws Exception {
    try (var typist = new Typist()) {
      typist.sends(QUICKLY, "ann\r").sends(AFTER_THOUGHT, "\nbob\n");
      assertEquals(List.of(text("ann"), text("bob")), typist.lines());
    }
  }

  @Test
  void aCarriageReturnBeforeTheFirstKeyIsAnEmptyLine() throws Exception {
    assertEquals(List.of(text(""), text("x")), typed("\rx\r"));
    try (var typist = new Typist()) {
      typist.sends(QUICKLY, "ann\r").sends(QUICKLY, raw(0xFF, 0xF7)).sends(QUICKLY, "\nb\r");
      assertEquals(List.of(text("ann"), text(""), text("b")), typist.lines());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "helo<lo|hello",
        "<<hello|hello",
        "ab<<<<c|c",
        "Grü<ü|Grü",
        "a日本<|a日",
        "👋<x|x",
        "re\u0301\u0323<a|ra",
        "\u0301<x|x",
        "one two^three|one three",
        "one two  ^three|one three",
        "one^^two|two",
        "Grüße  日本^x|Grüße  x",
        "wrong@right|right",
        "@right|right",
      })
  void keysThatEraseDoSo(String keys, String expected) throws Exception {
    for (String erase : List.of("\b", "\u007f")) {
      String typed = keys.replace("<", erase).replace("^", "\u0017").replace("@", "\u0015");
      assertEquals(List.of(text(expected)), typed(typed + "\r"), keys);
      try (var typist = new Typist()) {
        assertEquals(List.of(text(expected)), typist.sends(QUICKLY, typed + "\n").lines(), keys);
      }
    }
  }

  @Test
  void telnetsEraseCharacterAndEraseLineDoSo() throws Exception {
    try (var typist = new Typist()) {
      typist.sends(QUICKLY, "helü").sends(QUICKLY, raw(0xFF, 0xF7)).sends(QUICKLY, "p\r\n");
      typist.sends(QUICKLY, "wrong").sends(AFTER_THOUGHT, raw(0xFF, 0xF8)).sends(QUICKLY, "ok\r\n");
      assertEquals(List.of(text("help"), text("ok")), typist.lines());
    }
  }

  @Test
  void anErasedLineIsNoneAtTheEndOfTheStream() throws Exception {
    try (var typist = new Typist()) {
      assertEquals(List.of(), typist.types(QUICKLY, "ab\b\b").hangsUp().lines());
    }
  }

  @Test
  void erasingInsideACharacterErasesWhatHasComeOfIt() throws Exception {
    byte[] wave = utf8("👋");
    for (int cut = 1; cut < wave.length; cut++) {
      try (var typist = new Typist()) {
        typist.sends(QUICKLY, "ü").sends(QUICKLY, Arrays.copyOf(wave, cut));
        assertEquals(List.of(text("üx")), typist.sends(QUICKLY, "\bx\r").lines(), "cut at " + cut);
      }
    }
  }

  @Test
  void bytesThatAreNotUtf8AreErasedOneByOne() throws Exception {
    try (var typist = new Typist()) {
      typist.sends(QUICKLY, raw('a', 0xFC, 0x80, 0xC3, 0xBC, 0xBC, 8, 8, 8, 8, 'b', '\r'));
      assertEquals(List.of(text("ab")), typist.lines());
    }
  }

  @Test
  void erasingLooksBackOnlySoFarForTheBaseOfMarks() throws Exception {
    int marks = LineEditor.MARKS_BYTES_MAX / 2;
    try (var typist = new Typist()) {
      typist.sends(QUICKLY, "a" + "\u0301".repeat(marks - 1) + "\b\r");
      typist.sends(QUICKLY, "a" + "\u0301".repeat(marks) + "\b\r");
      assertEquals(List.of(text(""), text("a")), typist.lines());
    }
  }

  @Test
  void aLineThatIsALittleTooLongCanBeShortened() throws Exception {
    int max = LineReader.LINE_BYTES_MAX;
    int kept = LineEditor.KEPT_BYTES_MAX;
    try (var typist = new Typist()) {
      typist.sends(QUICKLY, "x".repeat(max + 1) + "\b\r");
      typist.sends(QUICKLY, "x".repeat(kept) + "\b".repeat(kept - max - 1) + "\r");
      typist.sends(QUICKLY, "x".repeat(kept) + "\b".repeat(kept - max) + "\r");
      typist.sends(QUICKLY, "y " + "x".repeat(kept - 2) + "\u0017z\r");
      Line longest = text("x".repeat(max));
      assertEquals(List.of(longest, new Line.TooLong(), longest, text("y z")), typist.lines());
    }
  }

  @Test
  void aLineThatHasLostBytesIsTooLongUntilAllOfItIsErased() throws Exception {
    int tooMany = LineEditor.KEPT_BYTES_MAX + 1;
    String lost = "x".repeat(tooMany);
    try (var typist = new Typist()) {
      typist.sends(QUICKLY, lost + "\b".repeat(tooMany) + "\r");
      typist.sends(QUICKLY, lost + "\u0017\r");
      typist.sends(QUICKLY, lost + "\u0015ok\r");
      assertEquals(List.of(new Line.TooLong(), new Line.TooLong(), text("ok")), typist.lines());
    }
  }

  @Test
  void theRestOfACharacterMayComeAfterTenSeconds() throws Exception {
    byte[] wave = utf8("👋");
    for (int cut = 1; cut < wave.length; cut++) {
      try (var inTime = new Typist();
          var tooLate = new Typist()) {
        byte[] beginning = Arrays.copyOf(wave, cut);
        byte[] rest = Arrays.copyOfRange(wave, cut, wave.length);
        inTime.sends(QUICKLY, "hi ").sends(QUICKLY, beginning);
        tooLate.sends(QUICKLY, "hi ").sends(QUICKLY, beginning);
        assertEquals(List.of(text("hi 👋")), inTime.sends(Duration.ofMillis(9_900), rest).lines());
        assertEquals(
            new Line.NotText(), tooLate.sends(Duration.ofMillis(10_100), rest).lines().getFirst());
      }
    }
  }

  @Test
  void aTypistIsHeardTheSameHoweverItsBytesAreCutAndDelayed() throws Exception {
    byte[] stream =
        "Anm\bn\r\0Grüße 👋x\u007f\r\nwro ng\u0017\u0015re\u0301\b\r\n\r"
            .getBytes(StandardCharsets.UTF_8);
    List<Line> expected = List.of(text("Ann"), text("Grüße 👋"), text("r"), text(""));
    for (Duration pause : PAUSES) {
      for (int cut = 1; cut < stream.length; cut++) {
        try (var typist = new Typist()) {
          // these bytes are a telnet command, so the client is treated as interactive from its
          // first byte on
          typist.sends(QUICKLY, raw(0xFF, 0xFD, 3));
          typist.sends(QUICKLY, Arrays.copyOf(stream, cut));
          typist.sends(pause, Arrays.copyOfRange(stream, cut, stream.length));
          assertEquals(expected, typist.lines(), "cut at " + cut + " for " + pause);
        }
      }
      try (var typist = new Typist()) {
        typist.sends(QUICKLY, raw(0xFF)).sends(pause, raw(0xFD)).sends(pause, raw(1));
        for (byte each : stream) {
          typist.sends(pause, each);
        }
        assertEquals(expected, typist.lines(), "every byte separately, after " + pause);
      }
    }
  }

  @Test
  void quickBytesAreTheSameLinesHoweverTheyAreCut() throws Exception {
    byte[] stream = utf8("ann\r\n\r\nGrüße 👋\nb\r\0last");
    List<Line> expected = List.of(text("ann"), text(""), text("Grüße 👋"), text("b"), text("last"));
    for (int first = 1; first < stream.length; first++) {
      for (int second = first; second < stream.length; second++) {
        try (var typist = new Typist()) {
          typist.sends(QUICKLY, Arrays.copyOf(stream, first));
          if (second > first) {
            typist.sends(QUICKLY, Arrays.copyOfRange(stream, first, second));
          }
          typist.sends(QUICKLY, Arrays.copyOfRange(stream, second, stream.length)).hangsUp();
          assertEquals(expected, typist.lines(), "cut at " + first + " and " + second);
        }
      }
    }
  }
}
