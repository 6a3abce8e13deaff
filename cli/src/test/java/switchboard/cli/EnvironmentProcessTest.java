package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static switchboard.cli.Processes.status;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/** Tests the environment of the process: terminals, working directory, closed output. */
@Tag("slow")
class EnvironmentProcessTest {
  private static final Network NETWORK = Network.system();

  private final Processes processes = new Processes();

  @TempDir private Path scratch = Path.of("");

  @AfterEach
  void end() {
    processes.close();
  }

  private static String said(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Starts the program as the launcher does when the working directory has been deleted. */
  private Process withoutDirectory(String words) throws IOException {
    String definition =
        Processes.definition().replace("-Xmx64m", "-Xmx64m -Dswitchboard.directory.deleted=true");
    return processes.other("bash", "-c", definition + "cd /; switchboard " + words);
  }

  @Test
  void withoutAWorkingDirectoryWhatNeedsItSaysSoAndTheRestWorks() throws Exception {
    for (String words :
        List.of(
            "serve .",
            "send README.md 127.0.0.1:1",
            "receive",
            "receive --into here",
            "dissect --layout @layout",
            "up --data here",
            "connect unix:here",
            "listen 127.0.0.1:0 --exec cat")) {
      Process process = withoutDirectory(words);
      String said = said(process);
      assertEquals(2, status(process), words + ": " + said);
      assertTrue(said.contains("the working directory has been deleted, so "), said);
      assertEquals(1, said.lines().count(), said);
    }
    for (String words : List.of("--version", "help send", "dissect --diagram --layout tls")) {
      assertEquals(0, status(withoutDirectory(words)), words);
    }
  }

  /** A write to a socket fails with ECONNRESET, whose message is localized. */
  @Test
  void aReaderOfASocketThatHasGoneEndsItWithoutAWord() throws Exception {
    try (var listener = NETWORK.listen("127.0.0.1:0");
        var _ = Deadline.after(Duration.ofSeconds(60))) {
      String port = "" + Endpoint.of(listener.local()).port();
      Process ours =
          processes.shell(
              "exec 1<>/dev/tcp/127.0.0.1/" + port + "; switchboard connect 127.0.0.1:" + port);
      try (Connection reader = listener.accept();
          Connection peer = listener.accept()) {
        peer.write(ByteBuffer.allocate(10));
        assertEquals(10, reader.source().readExactly(10).length);
        reader.abort();
        assertThrows(
            IOException.class,
            () -> {
              while (true) {
                peer.write(ByteBuffer.allocate(1_000));
              }
            });
      }
      assertEquals(1, status(ours));
      assertEquals("", said(ours));
    }
  }

  @Test
  void aTerminalOfAnUnknownTypeIsEditedWithoutWarnings() throws Exception {
    for (String type : List.of("xterm-ghostty", "alacritty", "never-heard-of")) {
      var kind = new Pane.Kind(60, List.of("TERM=" + type));
      Path socket = scratch.resolve(type);
      try (var listener = NETWORK.listen("unix://" + socket);
          var _ = Deadline.after(Duration.ofSeconds(60));
          Pane pane = Pane.start(kind, scratch, "chat", "unix://" + socket);
          Connection peer = listener.accept()) {
        pane.until("a prompt", rows -> !rows.isEmpty() && rows.getLast().equals(">"));
        assertEquals(
            List.of(("-- unix://" + socket + " is connected; Ctrl-D leaves").replace(" ", ""), ">"),
            unwrapped(pane.rows()));
        pane.types("ac").endsWith("> ac").presses("Left").types("b").endsWith("> abc");
        pane.presses("Enter");
        assertEquals("abc", peer.source().readLine(99));
      }
    }
  }

  /** Returns the text before the prompt, which may be wrapped, and the prompt. */
  private static List<String> unwrapped(List<String> rows) {
    String first = String.join("", rows.subList(0, rows.size() - 1));
    // Spaces are removed, because tmux drops a space at the end of a row.
    return List.of(first.replace(" ", ""), rows.getLast());
  }
}
