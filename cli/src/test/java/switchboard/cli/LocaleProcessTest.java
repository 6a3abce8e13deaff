package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static switchboard.cli.Processes.status;

import java.io.IOException;
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
import switchboard.net.Deadline;
import switchboard.net.Network;
import switchboard.testing.Matrix;

/** Tests that arguments arrive as they were typed, whatever the locale. */
@Tag("slow")
class LocaleProcessTest {
  private static final Network NETWORK = Network.system();

  /** Clears the locale of this process, and loads the script that the launcher uses. */
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

  @Test
  void underAnInstalledLocaleOfAnotherEncodingItsBytesAreUnderstood() throws Exception {
    Process made =
        processes.other(
            "localedef", "-i", "de_DE", "-f", "ISO-8859-1", scratch.resolve("de_DE").toString());
    assertTrue(made.waitFor(60, TimeUnit.SECONDS));
    String locale = "export LOCPATH='" + scratch + "' LANG=de_DE";
    assertArrayEquals("ä".getBytes(StandardCharsets.UTF_8), sent(locale, "$'\\xe4'"));
  }

  @Test
  void aNameThatIsNotUtf8IsRefusedInASentenceAndNotTakenForAnother() throws Exception {
    Process ours =
        processes.shell(CLEAN + "choose_locale; switchboard send 127.0.0.1:1 $'caf\\xe9.txt'");
    assertEquals(2, status(ours));
    String said = new String(ours.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(
        "switchboard: 'caf\\xe9.txt' is not UTF-8, and would be taken for another name: "
            + "rename the file, or write it in UTF-8\n",
        said);
  }

  @Test
  void theReplacementCharacterItselfMayBeTyped() throws Exception {
    assertArrayEquals(
        "\uFFFD".getBytes(StandardCharsets.UTF_8), sent("export LANG=C.UTF-8", "'\uFFFD'"));
  }

  /** Ways to say a locale, installed or not. */
  private static final List<String> LOCALES =
      List.of(
          ":",
          "export LANG=C",
          "export LANG=C.UTF-8",
          "export LC_ALL=C",
          "export LANG=xx_YY.UTF-8",
          "export LC_ALL=xx_YY.UTF-8 2>/dev/null",
          "export LC_CTYPE=xx_YY.UTF-8");

  /** A command with words outside ASCII; {@code ENDPOINT} is where it shall call. */
  private record Spoken(String locale, String words, String heard) {}

  private static List<Spoken> spoken() {
    var all = new ArrayList<Spoken>();
    for (String locale : LOCALES) {
      all.add(new Spoken(locale, "echo --timeout 20 ENDPOINT 'ä€😀'", "ä€😀"));
      all.add(new Spoken(locale, "connect ENDPOINT <<<'ä€😀'", "ä€😀\n"));
      all.add(new Spoken(locale, "chat ENDPOINT <<<'ä€😀'", "ä€😀\n"));
      all.add(new Spoken(locale, "get http://ENDPOINT/'ä€'", "GET /%C3%A4%E2%82%AC HTTP/1.1\r\n"));
    }
    return all;
  }

  @Test
  void whateverACommandIsToldToSayArrivesInUtf8() throws Exception {
    for (Spoken one : Matrix.sample(spoken(), 6)) {
      try (var listener = NETWORK.listen("127.0.0.1:0");
          var _ = Deadline.after(Duration.ofSeconds(60))) {
        String where = listener.local().uri().replace("tcp://", "");
        processes.shell(
            CLEAN
                + one.locale
                + "; choose_locale; switchboard "
                + one.words.replace("ENDPOINT", where));
        try (var caller = listener.accept()) {
          byte[] wanted = one.heard.getBytes(StandardCharsets.UTF_8);
          assertEquals(
              one.heard,
              new String(caller.source().readExactly(wanted.length), StandardCharsets.UTF_8),
              one.toString());
        }
      }
    }
  }

  @Test
  void aFileKeepsItsNameFromOneLocaleToAnother() throws Exception {
    for (String locale : Matrix.sample(LOCALES, 2)) {
      Path from = Files.createTempDirectory(scratch, "from");
      Path into = Files.createTempDirectory(scratch, "into");
      String line = CLEAN + locale + "; choose_locale; cd '" + from + "'; printf x >'ä€.txt'; ";
      Process receiving =
          processes.shell(
              line
                  + "exec 2>&1; switchboard receive --once --listen 127.0.0.1:0 --into '"
                  + into
                  + "'");
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

  private static String endpoint(Process server) throws IOException {
    String line = "";
    while (line != null && !line.startsWith("listening on ")) {
      line = server.inputReader(StandardCharsets.UTF_8).readLine();
    }
    return String.valueOf(line).replace("listening on tcp://", "");
  }

  /** A name that is not UTF-8 has no URL here: it is not there, and is no other file. */
  @Test
  void aServedFileWhoseNameIsNotUtf8IsNotFoundUnderAnother() throws Exception {
    for (String locale : Matrix.sample(LOCALES, 2)) {
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
