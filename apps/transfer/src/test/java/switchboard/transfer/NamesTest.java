package switchboard.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.internal.TerminalText;

/**
 * Tests safe and unsafe file names from a sender, and names that already exist in the directory.
 */
class NamesTest {
  @TempDir private Path scratch = Path.of("");
  private Path source = Path.of("");
  private Path into = Path.of("");

  @BeforeEach
  void makeDirectories() throws IOException {
    source = Files.writeString(scratch.resolve("source"), "new");
    into = Files.createDirectory(scratch.resolve("into"));
  }

  private Map<String, String> sent(Inbox inbox, String... names) throws IOException {
    try (var transfers = new Transfers(inbox)) {
      transfers.send(
          Stream.of(names)
              .map(name -> new OutgoingFile(source, name))
              .toArray(OutgoingFile[]::new));
      assertEquals(transfers.sent.told(), transfers.received.told());
      return transfers.sent.told();
    }
  }

  /**
   * Sends a file with this name between two files with safe names. Returns the message of its
   * rejection.
   */
  private String refusal(FailureReason reason, Inbox inbox, String name) throws IOException {
    try (var transfers = new Transfers(inbox)) {
      transfers.send(
          new OutgoingFile(source, "first"),
          new OutgoingFile(source, name),
          new OutgoingFile(source, "last"));
      var outcomes = transfers.sent.outcomes();
      assertEquals(3, outcomes.size());
      assertEquals(2, outcomes.stream().filter(FileOutcome::isDone).count());
      var failure =
          outcomes.stream().filter(each -> !each.isDone()).findFirst().orElseThrow().failure();
      assertEquals(reason, failure.reason());
      assertHarmless(failure.getMessage());
      transfers.received.outcomes().forEach(each -> assertHarmless(each.name()));
      assertTrue(Files.exists(into.resolve("first")) && Files.exists(into.resolve("last")));
      assertFalse(Transfers.names(scratch).contains("victim"));
      return failure.getMessage();
    }
  }

  private static void assertHarmless(String shown) {
    assertTrue(shown.codePoints().allMatch(TerminalText::isPrintable), shown);
  }

  static Stream<String> hostileNames() {
    var devices =
        Stream.of("CON", "nul", "Nul.txt", "COM1", "com9.tar.gz", "LPT0.x", "aux .c", "COM\u00b2");
    var paths =
        Stream.of(
            "../victim",
            "..",
            ".",
            "...",
            "/tmp/victim",
            "a/../../victim",
            "a/victim",
            "victim/",
            "..\\victim",
            "\\\\host\\victim",
            "C:\\victim",
            "C:victim",
            "victim:stream");
    var hidden = Stream.of(".bashrc", ".ssh", ".x.0123456789ab.part");
    var ends = Stream.of("victim.", "victim ", " victim", "victim. .", " ");
    var steering =
        Stream.of(
            "a\u0000b",
            "a\nb",
            "a\rb",
            "\u001b]0;owned\u0007",
            "a\u001b[2J",
            "a\u009b2J",
            "a\u007f",
            "invoice\u202efdp.exe",
            "a\u2066b",
            "a\u2028b",
            "\ufeffa",
            "a\u200bb");
    var wild = Stream.of("*", "a*", "what?", "a\"b", "<a", "a>b", "a|b", "-rf", "-", "--help");
    var lengths = Stream.of("", "x".repeat(256), "ü".repeat(128));
    return Stream.of(devices, paths, hidden, ends, steering, wild, lookalikes(), lengths)
        .flatMap(each -> each);
  }

  /** Returns names that look like other names, or that do not look like file names. */
  private static Stream<String> lookalikes() {
    return Stream.of(
        "a\u00adb",
        "a\u200bb",
        "a\u200cb",
        "a\u200db",
        "\u200da",
        "a\u200d",
        "a\u034fb",
        "\u115f",
        "\u3164",
        "\uffa0",
        "a\u2060b",
        "a\u2800",
        "a\ufe0f",
        "a\ufe00",
        "\u845b\udb40\udd00",
        "1\ufe0f",
        "a\u180eb",
        "\u0301a",
        "\u20e3",
        "\u0903a",
        "z" + "\u0335".repeat(TerminalText.MARKS_MAX + 1),
        "\u00a0a",
        "a\u3000");
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void aHostileNameIsRefusedAndTheOthersGoOn(String name) throws Exception {
    assertTrue(refusal(FailureReason.NAME, Inbox.of(into), name).startsWith("the name '"));
    assertEquals(List.of("first", "last"), Transfers.names(into));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "report.pdf",
        "Grüße 👋.txt",
        "a..b",
        "r-f",
        "console.log",
        "COM10",
        "nullable.java",
        "con-tents",
        "x.part",
        "~",
        "$HOME",
        "100%",
        "a'b",
        "z\u0335\u0335\u0335\u0335\u0335\u0335",
        "\u2764\ufe0f.txt",
        "1\ufe0f\u20e3",
        "نامه\u200cها.txt",
        "👩\u200d💻"
      })
  void anOrdinaryNameIsTaken(String name) throws Exception {
    assertEquals(Map.of(name, "done"), sent(Inbox.of(into), name));
    assertEquals(List.of(name), Transfers.names(into));
  }

  @Test
  void eachKindOfBadNameHasASentence() {
    assertEquals("the name '-rf' begins with a dash, as options of commands do", sentence("-rf"));
    assertEquals(
        "the name 'a?' contains one of *?\"<>|, which have a special meaning in shells or on"
            + " Windows",
        sentence("a?"));
    assertEquals("the name 'a\u115f' contains invisible characters", sentence("a\u115f"));
    assertEquals("the name '\u0301a' begins with a combining mark", sentence("\u0301a"));
    String piled = "z" + "\u0335".repeat(TerminalText.MARKS_MAX);
    assertEquals(
        "the name '" + piled + "…' contains more than 6 combining marks in a row",
        sentence(piled + "\u0335"));
  }

  private static String sentence(String name) {
    return String.valueOf(
        assertThrows(TransferException.class, () -> FileName.of(name)).getMessage());
  }

  @Test
  void theLongestNameIsTaken() throws Exception {
    String name = "x".repeat(255);
    assertEquals(Map.of(name, "done"), sent(Inbox.of(into), name));
  }

  @Test
  void whatIsNotUtf8IsRefusedAndShownAsBytes() {
    byte[] latin = "Gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1);
    var e = assertThrows(TransferException.class, () -> FileName.of(latin));
    assertEquals("the name 'Gr\\xfc\\xdfe' is not UTF-8", e.getMessage());
    assertEquals(
        "a␛[2J\\x80é", TerminalText.escape(bytes('a', 0x1B, '[', '2', 'J', 0x80, 0xC3, 0xA9)));
    byte[] overlong = bytes(0xC0, 0xAE, 0xC0, 0xAE);
    assertThrows(TransferException.class, () -> FileName.of(overlong));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    IntStream.range(0, values.length).forEach(i -> bytes[i] = (byte) values[i]);
    return bytes;
  }

  @Test
  void namesThatSomeFileSystemTakesForOneComeOnlyOnce() throws Exception {
    assertEquals("EXISTS", sent(Inbox.of(into), "Report.txt", "report.TXT").get("report.TXT"));
    assertEquals("EXISTS", sent(Inbox.of(into), "caf\u00e9", "cafe\u0301").get("cafe\u0301"));
    assertEquals("EXISTS", sent(Inbox.of(into), "stra\u00dfe", "STRASSE").get("STRASSE"));
    assertEquals("EXISTS", sent(Inbox.of(into).overwriting(), "twice", "Twice").get("Twice"));
  }

  @Test
  void aNameIsComparedWithThoseThatAreThere() throws Exception {
    Files.writeString(into.resolve("Report.txt"), "old");
    for (Inbox inbox : new Inbox[] {Inbox.of(into), Inbox.of(into).overwriting()}) {
      String sentence = refusal(FailureReason.EXISTS, inbox, "REPORT.txt");
      assertTrue(sentence.contains("'Report.txt'"), sentence);
      Files.delete(into.resolve("first"));
      Files.delete(into.resolve("last"));
    }
    assertEquals("old", Files.readString(into.resolve("Report.txt")));
  }

  @Test
  void whatIsThereIsReplacedOnlyWhenThatIsAllowed() throws Exception {
    Path old = Files.writeString(into.resolve("report"), "old");
    String sentence = refusal(FailureReason.EXISTS, Inbox.of(into), "report");
    assertEquals("'report' already exists and is not overwritten", sentence);
    assertEquals("old", Files.readString(old));
    assertEquals(Map.of("report", "done"), sent(Inbox.of(into).overwriting(), "report"));
    assertEquals("new", Files.readString(old));
    assertEquals(3, Transfers.names(into).size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDirectoryOfThatNameStays(boolean overwriting) throws Exception {
    Files.createDirectory(into.resolve("report"));
    Inbox inbox = overwriting ? Inbox.of(into).overwriting() : Inbox.of(into);
    try (var transfers = new Transfers(inbox)) {
      transfers.send(new OutgoingFile(source, "report"), new OutgoingFile(source, "other"));
      assertEquals(Map.of("report", "EXISTS", "other", "done"), transfers.sent.told());
    }
    assertTrue(Files.isDirectory(into.resolve("report")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLinkOfThatNameIsNotFollowed(boolean overwriting) throws Exception {
    Path victim = Files.writeString(scratch.resolve("target"), "precious");
    Files.createSymbolicLink(into.resolve("there"), victim);
    Files.createSymbolicLink(into.resolve("dangling"), scratch.resolve("nowhere"));
    Inbox inbox = overwriting ? Inbox.of(into).overwriting() : Inbox.of(into);
    assertEquals(Map.of("there", "EXISTS", "dangling", "EXISTS"), sent(inbox, "there", "dangling"));
    assertEquals("precious", Files.readString(victim));
    assertTrue(Files.notExists(scratch.resolve("nowhere"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void theDirectoryItselfMayBeALink() throws Exception {
    Path link = Files.createSymbolicLink(scratch.resolve("link"), into);
    assertEquals(Map.of("report", "done"), sent(Inbox.of(link), "report"));
    assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(into.resolve("report")));
  }

  @Test
  void somethingThatAppearsWhileAFileComesIsNotReplaced() throws Exception {
    Path taken = into.resolve("report");
    Storage slow =
        new Storage() {
          @Override
          public void publish(Path whole, Path name) throws IOException {
            Files.writeString(taken, "of somebody else");
            Storage.super.publish(whole, name);
          }
        };
    assertEquals(Map.of("report", "EXISTS"), sent(Inbox.of(into).storedBy(slow), "report"));
    assertEquals("of somebody else", Files.readString(taken));
    assertEquals(List.of("report"), Transfers.names(into));
  }
}
