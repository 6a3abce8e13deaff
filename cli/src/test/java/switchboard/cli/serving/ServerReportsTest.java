package switchboard.cli.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.cli.Processes;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Network;

/** Tests the messages and events of server processes, also when they are not read. */
@Tag("slow")
class ServerReportsTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  /**
   * The number of clients: the lines about them, of at least 60 bytes each, exceed the capacity of
   * a Linux pipe.
   */
  private static final int CALLERS = 2_500;

  private final Processes processes = new Processes();

  @AfterEach
  void close() {
    processes.close();
  }

  private static Connection call(String endpoint, String said) throws IOException {
    Connection caller = Network.system().connect(endpoint);
    caller.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
    return caller;
  }

  private static String lineWith(String part, BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("no line with '" + part + "'");
  }

  @Test
  void withVerboseEachCallerIsALineWhenItComesAndWhenItGoes() throws Exception {
    Process hub = processes.ours("up", "--listen", "127.0.0.1:0", "--verbose");
    String endpoint = lineWith("listening on ", hub.errorReader()).substring(13);
    try (Connection caller = call(endpoint, "GET /x HTTP/1.1\r\n\r\n")) {
      caller.source().readAll(10_000);
    }
    String from = "call 1 from 127.0.0.1:";
    assertNotNull(lineWith(from, hub.errorReader()));
    String ended = lineWith("ended after", hub.errorReader());
    assertTrue(
        ended.matches(
            from
                + "[0-9]+ [(]http[)] ended after [0-9.]+ s, 19 bytes received, [0-9]+ sent, completed"),
        ended);
  }

  @Test
  void withJsonEachCallerIsAnEventAlsoOneThatIsRejected() throws Exception {
    Process echo = processes.ours("echo", "--listen", "127.0.0.1:0", "--per-address=1", "--json");
    BufferedReader events = echo.inputReader();
    String endpoint = events.readLine().replaceAll(".*\"endpoint\":\"tcp://([^\"]*)\".*", "$1");
    try (Connection first = call(endpoint, "hello")) {
      first.source().readExactly(5);
      try (var second = Network.system().connect(endpoint);
          var _ = Deadline.after(WAIT)) {
        second.source().readAll(1);
      } catch (IOException reset) {
        // The loop reads the message about the rejection.
      }
      first.shutdownOutput();
      first.source().readAll(1);
    }
    String opened = "{\"event\":\"opened\",\"call\":1,\"caller\":\"127.0.0.1:[0-9]+\"}";
    assertTrue(events.readLine().matches(opened.replace("{", "\\{").replace("}", "\\}")));
    String rejected = events.readLine();
    assertTrue(rejected.contains("\"event\":\"rejected\",\"call\":2,"), rejected);
    assertTrue(rejected.contains("\"message\":\"no more connections of one address\""), rejected);
    String ended = events.readLine();
    assertTrue(ended.startsWith("{\"event\":\"ended\",\"call\":1,"), ended);
    assertTrue(ended.contains("\"received\":5,\"sent\":5,"), ended);
    assertTrue(ended.endsWith("\"reason\":\"completed\",\"message\":\"\"}"), ended);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--verbose", "--json"})
  void aServerWhoseMessagesNobodyReadsServesAndEndsAtASignal(String option) throws Exception {
    Process hub = processes.ours("up", "--listen", "127.0.0.1:0", "--per-address=9999", option);
    boolean json = option.equals("--json");
    String said = lineWith("listening", json ? hub.inputReader() : hub.errorReader());
    String endpoint = said.replaceAll(".*(127[.]0[.]0[.]1:[0-9]+).*", "$1");
    var callers = new ArrayList<Connection>();
    try {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(call(endpoint, "GET / HTTP/1.0\r\n\r\n"));
        if (callers.size() == 100) {
          endAll(callers);
        }
      }
      endAll(callers);
      try (Connection last = call(endpoint, "ann\n");
          var _ = Deadline.after(WAIT)) {
        String greeting = last.source().readLine(1_000);
        assertTrue(greeting.startsWith("-- Welcome"), greeting);
      }
    } finally {
      callers.forEach(Connection::close);
    }
    Processes.signal(hub, "TERM");
    assertEquals(143, Processes.status(hub));
  }

  private static void endAll(List<Connection> callers) throws IOException {
    for (Connection each : callers) {
      try (each;
          var _ = Deadline.after(WAIT)) {
        each.source().readAll(10_000);
      }
    }
    callers.clear();
  }
}
