package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static switchboard.cli.Processes.status;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.TestMatrix;
import switchboard.net.Deadline;
import switchboard.net.Network;

/** Tests that arguments arrive as typed, under every locale. */
@Tag("slow")
class LocaleProcessTest {
  private static final Network NETWORK = Network.system();

  /** Shell commands that clear the locale and load the script of the launcher. */
  private static final String CLEAN =
      "unset LANG LC_ALL LC_CTYPE LC_MESSAGES LC_TIME; . build/locale.sh; ";

  private final Processes processes = new Processes();

  @TempDir private Path scratch = Path.of("");

  @AfterEach
  void end() {
    processes.close();
  }

  /** Returns the bytes that {@code echo} sends for {@code argument}, which is bash syntax. */
  private byte[] sent(String locale, String argument) throws IOException {
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      String where = listener.local().uri();
      processes.shell(
          CLEAN
              + locale
              + "; choose_locale; switchboard echo --timeout 20 "
              + where
              + " "
              + argument);
      try (var caller = listener.accept()) {
        return caller.source().readAll(100);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        "export LANG=C",
        "export LANG=C.UTF-8",
        "export LANG=xx_YY.UTF-8",
        "export LC_CTYPE=C.UTF-8",
        "export LC_CTYPE=xx_YY.UTF-8",
        "export LC_CTYPE=C.UTF-8 LC_TIME=xx_YY.UTF-8",
        "export LC_ALL=xx_YY.UTF-8 2>/dev/null"
      })
  void textOutsideAsciiIsSentAsItWasTyped(String locale) throws Exception {
    assertArrayEquals("ä€".getBytes(StandardCharsets.UTF_8), sent(locale, "'ä€'"));
  }

  /**
   * A locale whose encoding is not UTF-8.
   *
   * @param typed a character in this encoding, in bash syntax
   * @param letter the same character
   */
  private record Encoded(String language, String charset, String typed, String letter) {
    /**
     * Returns the shell command that selects this locale. localedef(1) has written the locale to
     * {@code directory}.
     */
    String words(Path directory) {
      return "export LOCPATH='" + directory + "' LANG=" + language;
    }
  }

  private static final List<Encoded> ENCODED =
      List.of(
          new Encoded("de_DE", "ISO-8859-1", "$'\\xe4'", "ä"),
          new Encoded("fr_FR", "ISO-8859-15", "$'\\xa4'", "€"),
          new Encoded("pl_PL", "ISO-8859-2", "$'\\xb3'", "ł"));

  /** Creates a locale with localedef(1), and returns the shell command that selects it. */
  private String made(Encoded locale) throws Exception {
    Path file = scratch.resolve(locale.language);
    Process made =
        processes.other("localedef", "-i", locale.language, "-f", locale.charset, file.toString());
    assertTrue(made.waitFor(60, TimeUnit.SECONDS));
    assertTrue(Files.isDirectory(file), locale.toString());
    return locale.words(scratch);
  }

  @Test
  void underAnInstalledLocaleOfAnotherEncodingItsBytesAreUnderstood() throws Exception {
    for (Encoded locale : TestMatrix.sample(ENCODED, 1)) {
      byte[] wanted = locale.letter.getBytes(StandardCharsets.UTF_8);
      assertArrayEquals(wanted, sent(made(locale), locale.typed), locale.toString());
    }
  }

  @Test
  void underAnInstalledLocaleOfAnotherEncodingNicksAndHostsAreUnderstoodToo() throws Exception {
    for (Encoded locale : TestMatrix.sample(ENCODED, 1)) {
      String chosen = made(locale);
      String nick = "x" + locale.letter;
      // The euro sign is not a letter, and a nick has only letters.
      if (Character.isLetter(locale.letter.codePointAt(0))) {
        var chat = new Spoken(chosen, "chat --nick x" + locale.typed + " ENDPOINT", nick + "\n");
        assertHeard(chat.to(HUB));
      } else {
        Process refused = run(chosen, "chat --nick x" + locale.typed + " 127.0.0.1:1");
        assertEquals(2, status(refused), locale.toString());
        String message = errors(refused);
        assertTrue(
            message.startsWith("switchboard: '" + nick + "' is not a valid name: "), message);
      }
      Process scan = run(chosen, "scan --timeout 5 x" + locale.typed + ".invalid --ports 1");
      assertNames("'" + nick + ".invalid'", scan, locale.toString());
    }
  }

  /** Asserts that a command failed, with one line that contains {@code name}. */
  private static void assertNames(String name, Process failing, String what) throws Exception {
    String message = errors(failing);
    assertTrue(status(failing) != 0, what + ": " + message);
    assertEquals(1, message.lines().count(), what + ": " + message);
    assertTrue(message.contains(name), what + ": " + message);
  }

  private Process run(String locale, String words) throws IOException {
    // bash also prints a warning for a locale that is not installed.
    return processes.shell(
        CLEAN + "{ " + locale + "; choose_locale; } 2>/dev/null; switchboard " + words);
  }

  private static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void scanNamesAHostOutsideAsciiAsItWasTyped() throws Exception {
    for (String locale : TestMatrix.sample(LOCALES, 2)) {
      Process host = run(locale, "scan --timeout 5 'ä€😀.invalid' --ports 1");
      assertNames("'ä€😀.invalid'", host, locale);
      Process ports = run(locale, "scan localhost --ports 'ä€😀'");
      assertNames("'ä€😀'", ports, locale);
    }
  }

  @Test
  void aNameThatIsNotUtf8IsRefusedInASentenceAndNotTakenForAnother() throws Exception {
    Process ours =
        processes.shell(CLEAN + "choose_locale; switchboard send 127.0.0.1:1 $'caf\\xe9.txt'");
    assertEquals(2, status(ours));
    String said = new String(ours.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(
        "switchboard: 'caf\\xe9.txt' is not valid UTF-8: "
            + "rename the file, or type the name in UTF-8\n",
        said);
  }

  @Test
  void theReplacementCharacterItselfMayBeTyped() throws Exception {
    assertArrayEquals(
        "\uFFFD".getBytes(StandardCharsets.UTF_8), sent("export LANG=C.UTF-8", "'\uFFFD'"));
  }

  /** Shell commands that select a locale, installed or not. */
  private static final List<String> LOCALES =
      List.of(
          ":",
          "export LANG=C",
          "export LANG=C.UTF-8",
          "export LC_ALL=C",
          "export LANG=xx_YY.UTF-8",
          "export LC_ALL=xx_YY.UTF-8 2>/dev/null",
          "export LC_CTYPE=xx_YY.UTF-8");

  /** The greeting of a hub. A client sends the nick only after this line. */
  private static final String HUB = "-- Welcome to the switchboard. This one is of a test.\n";

  /**
   * A command with arguments outside ASCII.
   *
   * @param words the command, with {@code ENDPOINT} for the endpoint of the peer
   * @param heard the bytes that the peer must receive
   * @param greeting the text that the peer sends first
   */
  private record Spoken(String locale, String words, String heard, String greeting) {
    Spoken(String locale, String words, String heard) {
      this(locale, words, heard, "");
    }

    Spoken to(String peer) {
      return new Spoken(locale, words, heard, peer);
    }
  }

  private static List<Spoken> spoken() {
    var all = new ArrayList<Spoken>();
    for (String locale : LOCALES) {
      all.add(new Spoken(locale, "echo --timeout 20 ENDPOINT 'ä€😀'", "ä€😀"));
      all.add(new Spoken(locale, "connect ENDPOINT <<<'ä€😀'", "ä€😀\n"));
      all.add(new Spoken(locale, "chat ENDPOINT <<<'ä€😀'", "ä€😀\n"));
      all.add(new Spoken(locale, "get http://ENDPOINT/'ä€'", "GET /%C3%A4%E2%82%AC HTTP/1.1\r\n"));
      all.add(new Spoken(locale, "chat --nick zoëß ENDPOINT", "zoëß\n").to(HUB));
      all.add(new Spoken(locale, "chat --nick Омега ENDPOINT", "Омега\n").to(HUB));
    }
    return all;
  }

  @Test
  void whateverACommandIsToldToSayArrivesInUtf8() throws Exception {
    for (Spoken one : TestMatrix.sample(spoken(), 8)) {
      assertHeard(one);
    }
  }

  private void assertHeard(Spoken one) throws Exception {
    try (var listener = NETWORK.listen("127.0.0.1:0");
        var _ = Deadline.after(Duration.ofSeconds(60))) {
      String where = listener.local().uri().replace("tcp://", "");
      run(one.locale, one.words.replace("ENDPOINT", where));
      try (var caller = listener.accept()) {
        caller.write(ByteBuffer.wrap(one.greeting.getBytes(StandardCharsets.UTF_8)));
        byte[] wanted = one.heard.getBytes(StandardCharsets.UTF_8);
        assertEquals(
            one.heard,
            new String(caller.source().readExactly(wanted.length), StandardCharsets.UTF_8),
            one.toString());
      }
    }
  }

  @Test
  void aFileKeepsItsNameFromOneLocaleToAnother() throws Exception {
    for (String locale : TestMatrix.sample(LOCALES, 2)) {
      Path from = Files.createTempDirectory(scratch, "from");
      Path into = Files.createTempDirectory(scratch, "into");
      String line = CLEAN + locale + "; choose_locale; cd '" + from + "'; printf x >'ä€.txt'; ";
      Process receiving = receiver(line, into, "--once");
      String where = endpoint(receiving);
      assertEquals(0, status(processes.shell(line + "switchboard send 'ä€.txt' " + where)), locale);
      assertEquals(0, status(receiving), locale);
      Process listed = processes.other("ls", "-1", into.toString());
      assertEquals(
          "ä€.txt\n",
          new String(listed.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
          locale);
    }
  }

  /** Starts a receiver after the shell commands {@code before}; its messages go to stdout. */
  private Process receiver(String before, Path into, String options) throws IOException {
    return processes.shell(
        before
            + "exec 2>&1; switchboard receive --listen 127.0.0.1:0 "
            + options
            + " --into '"
            + into
            + "'");
  }

  /** Returns sorted lines {@code name:content}, decoded as ISO-8859-1. */
  private List<String> files(Path directory) throws IOException {
    Process all = processes.shell("export LC_ALL=C; cd '" + directory + "'; grep -H '' -- *");
    return new String(all.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
        .lines()
        .toList();
  }

  /** Encodes text, and decodes it as ISO-8859-1 as {@link #files} does. */
  private static String raw(String text, Charset encoding) {
    return new String(text.getBytes(encoding), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aReceiverRefusesANameThatIsNotUtf8AndStoresNothing() throws Exception {
    for (String locale : TestMatrix.sample(LOCALES, 1)) {
      Path into = Files.createTempDirectory(scratch, "into");
      Process receiving = receiver(CLEAN + locale + "; choose_locale; ", into, "--once");
      try (var sender = NETWORK.connect(endpoint(receiving));
          var _ = Deadline.after(Duration.ofSeconds(60))) {
        // The sender of the Python tutorials encodes names by its locale.
        sender.write(
            ByteBuffer.wrap("caf\u00e9.txt<SEPARATOR>1x".getBytes(StandardCharsets.ISO_8859_1)));
        sender.shutdownOutput();
        assertEquals("", new String(sender.source().readAll(100), StandardCharsets.UTF_8), locale);
      }
      String rest = new String(receiving.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(4, status(receiving), locale + ": " + rest);
      assertEquals(
          "switchboard: not received: the name 'caf\\xe9.txt' is not UTF-8\n", rest, locale);
      assertEquals(List.of(), files(into), locale);
    }
  }

  /** The JVM decodes malformed bytes as U+FFFD, so different malformed names look the same. */
  @Test
  void aReceiverLeavesFilesAloneWhoseNamesAreNotUtf8() throws Exception {
    for (String locale : TestMatrix.sample(LOCALES, 1)) {
      for (String options : List.of("", "--overwrite")) {
        Path into = Files.createTempDirectory(scratch, "into");
        Path from = Files.createTempDirectory(scratch, "from");
        String line = CLEAN + locale + "; choose_locale; cd '" + from + "'; ";
        String made =
            "for name in $'caf\\xe8.txt' $'caf\\xe9.txt'; do printf old >\"$name\"; done; ";
        Process receiving = receiver(line + "cd '" + into + "'; " + made, into, options);
        String where = endpoint(receiving);
        Process sending =
            processes.shell(
                line
                    + "for name in 'café.txt' 'caf\uFFFD.txt' plain.txt; do printf new >\"$name\";"
                    + " done; switchboard send * "
                    + where);
        String errors = errors(sending);
        assertEquals(0, status(sending), locale + options + ": " + errors);
        assertEquals(
            List.of(
                raw("café.txt:new", StandardCharsets.UTF_8),
                "caf\u00e8.txt:old",
                "caf\u00e9.txt:old",
                raw("caf\uFFFD.txt:new", StandardCharsets.UTF_8),
                "plain.txt:new"),
            files(into),
            locale + options);
        Processes.end(receiving);
      }
    }
  }

  @Test
  void underALocaleOfAnotherEncodingNamesAreStoredInItAndOthersRefused() throws Exception {
    for (Encoded locale : TestMatrix.sample(ENCODED, 1)) {
      Path into = Files.createTempDirectory(scratch, "into");
      Path from = Files.createTempDirectory(scratch, "from");
      Process receiving = receiver(CLEAN + made(locale) + "; choose_locale; ", into, "");
      String line = CLEAN + "choose_locale; cd '" + from + "'; ";
      String where = endpoint(receiving);
      for (String name : List.of("日本.txt", "\uFFFD.txt")) {
        String typed = line + "printf x >'" + name + "'; ";
        Process refused = processes.shell(typed + "switchboard send '" + name + "' " + where);
        String message = errors(refused);
        assertEquals(4, status(refused), locale + ": " + message);
        assertEquals(
            "switchboard: not sent: the name '"
                + name
                + "' has characters that the locale of the receiver cannot encode\n",
            message,
            locale.toString());
      }
      String name = locale.letter + ".txt";
      Process sending =
          processes.shell(
              line + "printf x >'" + name + "'; switchboard send '" + name + "' " + where);
      String errors = errors(sending);
      assertEquals(0, status(sending), locale + ": " + errors);
      assertEquals(
          List.of(raw(name + ":x", Charset.forName(locale.charset))),
          files(into),
          locale.toString());
      Processes.end(receiving);
    }
  }

  private static String endpoint(Process server) throws IOException {
    String line = "";
    while (line != null && !line.startsWith("listening on ")) {
      line = server.inputReader(StandardCharsets.UTF_8).readLine();
    }
    return String.valueOf(line).replace("listening on tcp://", "");
  }

  /** A file whose name is not UTF-8 has no URL, and must not be served under another URL. */
  @Test
  void aServedFileWhoseNameIsNotUtf8IsNotFoundUnderAnother() throws Exception {
    for (String locale : TestMatrix.sample(LOCALES, 2)) {
      Path served = Files.createTempDirectory(scratch, "served");
      String line =
          CLEAN
              + locale
              + "; choose_locale; cd '"
              + served
              + "'; printf secret >$'caf\\xe9.txt'; printf right >'café.txt'; ";
      Process serving =
          processes.shell(line + "exec 2>&1; switchboard serve --listen 127.0.0.1:0 .");
      String where = endpoint(serving);
      for (String name : List.of("caf%E9.txt", "caf%EF%BF%BD.txt", "caf?.txt")) {
        Process got = processes.shell(line + "switchboard get http://" + where + "/" + name);
        String page = new String(got.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, status(got), locale + " " + name + ": " + page);
        assertFalse(page.contains("secret") || page.contains("right"), name + ": " + page);
      }
      Process got = processes.shell(line + "switchboard get http://" + where + "/caf%C3%A9.txt");
      assertEquals(
          "right", new String(got.getInputStream().readAllBytes(), StandardCharsets.UTF_8), locale);
      Processes.end(serving);
    }
  }

  @Test
  void aProgramForCallersMayHaveTextOutsideAscii() throws Exception {
    Process server =
        processes.shell(
            CLEAN
                + "export LANG=xx_YY.UTF-8; choose_locale;"
                + " switchboard listen 127.0.0.1:0 --exec 'echo ä€'");
    String where = Processes.listening(server);
    try (var caller = NETWORK.connect(where)) {
      assertEquals("ä€\n", new String(caller.source().readAll(100), StandardCharsets.UTF_8));
    }
  }
}
