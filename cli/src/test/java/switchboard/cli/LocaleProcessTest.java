package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static switchboard.cli.Processes.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Network;

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
