package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.net.Network;

/**
 * Tests the list of examples, their sources and exit statuses, and that the examples leave no
 * socket open.
 */
@Tag("slow")
class ExamplesTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("switchboard.root", ".."), "examples/src/main/java");

  @Test
  void everyNameIsLowerCaseWithDashesAndHasOneLine() {
    Examples.list()
        .forEach((name, about) -> {
          assertTrue(name.matches("[a-z]+(-[a-z]+)*"), name);
          assertTrue(about.length() <= 72 && !about.contains("\n"), about);
        });
  }

  @Test
  void theShownSourceIsTheCompiledOne() throws IOException {
    for (String name : Examples.list().keySet()) {
      String source = Examples.source(name);
      String file = source.replaceAll("(?s).*\\nfinal class (\\w+) .*", "$1") + ".java";
      assertEquals(Files.readString(SOURCES.resolve("switchboard/examples").resolve(file)), source);
    }
  }

  @Test
  void everyExampleIsShortAndSaysWhatToNotice() {
    for (String name : Examples.list().keySet()) {
      String source = Examples.source(name);
      String body = source.substring(source.indexOf("\nfinal class"));
      assertTrue(
          body.lines().count() <= 64,
          name + " has " + body.lines().count() + " lines; at most 64 are allowed");
      assertTrue(source.contains("Notice"), name + ": the Javadoc has no 'Notice'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ehco-server, echo-server",
    "manyclients, many-clients",
    "chat, chat-room",
    "deadlines, deadline",
    "sent, sent-not-received",
    "Select, select"
  })
  void aMistypedNameIsGuessed(String typed, String meant) {
    var unknown =
        assertThrows(UnknownExampleException.class, () -> Examples.source(typed)).getMessage();
    assertEquals("unknown example '" + typed + "'; did you mean '" + meant + "'?", unknown);
  }

  @Test
  void anUnknownNameListsAllNames() {
    var unknown = assertThrows(UnknownExampleException.class, () -> Played.run("quux"));
    assertTrue(String.valueOf(unknown.getMessage()).contains("echo-server, echo-client"));
  }

  @Test
  void anInvalidEndpointIsAUsageError() {
    var played = Played.run("echo-client", "localhost:seven");
    assertEquals(2, played.status());
    assertTrue(played.lines().getFirst().startsWith("echo-client: "), played.toString());
  }

  @Test
  void aRefusedConnectIsANetworkError() throws IOException {
    String endpoint;
    try (var listener = Network.system().listen("127.0.0.1:0")) {
      endpoint = listener.local().uri();
    }
    for (String name : new String[] {"echo-client", "many-clients", "streams", "half-close"}) {
      var played = Played.run(name, endpoint);
      assertEquals(1, played.status(), name);
      assertEquals(1, played.lines().size(), played.toString());
    }
  }

  @Test
  void aPortInUseIsReported() throws IOException {
    try (var listener = Network.system().listen("127.0.0.1:0")) {
      var played = Played.run("boundaries", listener.local().uri());
      assertEquals(1, played.status());
      assertTrue(played.lines().getFirst().contains("in use"), played.toString());
    }
  }

  @Test
  void noExampleLeavesASocketBehind() throws IOException {
    Played.run("echo-server"); // the engine opens its own sockets
    long before = sockets();
    Examples.list().keySet().forEach(Played::run);
    long end = System.nanoTime() + 10_000_000_000L;
    while (sockets() > before && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertTrue(
        sockets() <= before, sockets() + " open sockets after the examples, before them " + before);
  }

  /** Returns how many sockets this process has (proc(5)); 0 on systems without {@code /proc}. */
  private static long sockets() throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (!Files.isDirectory(open)) {
      return 0;
    }
    long count = 0;
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(open)) {
      for (Path descriptor : descriptors) {
        count += isSocket(descriptor) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @Test
  void missingArgumentsAreAUsageError() {
    var played = Played.run("application-client", "127.0.0.1:1", "search");
    assertEquals(2, played.status());
    assertEquals(
        List.of("application-client: requires ENDPOINT ACTION VALUE, or no arguments"),
        played.lines());
  }
}
