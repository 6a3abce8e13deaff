package switchboard.cli.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.cli.ProcessTest;
import switchboard.cli.Program;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.net.Network;
import switchboard.server.ConnectionHandler;
import switchboard.server.Server;
import switchboard.testkit.MemoryEngine;

/** Tests the output and exit statuses of {@code get} and {@code serve}. */
class HttpCommandsTest {
  @AutoClose private final Network network = MemoryEngine.network();

  @TempDir private Path scratch = Path.of("");

  /** The result of one run. The output has one character per byte. */
  private record Said(int status, String out, String err) {}

  private Said run(boolean terminal, String... arguments) {
    return run(network, terminal, arguments);
  }

  private static Said run(Network over, boolean terminal, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var environment = new Environment(() -> over, Map.of(), _ -> terminal, false);
    int status = new Program(environment, new Console(out, err)).run(arguments);
    return new Said(status, out.toString(ISO_8859_1), err.toString(UTF_8));
  }

  /** Runs {@code get} with these options against a server that always sends {@code answer}. */
  private Said get(String answer, String... options) throws IOException {
    ConnectionHandler canned =
        caller -> {
          caller.awaitReadable();
          caller.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
        };
    try (var server = Server.builder(canned).network(network).listen("127.0.0.1:7000").start()) {
      var arguments = new ArrayList<>(List.of("get"));
      arguments.addAll(List.of(options));
      arguments.add(server.endpoint() + "/page?q");
      return run(false, arguments.toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          get|get requires ENDPOINT/PATH, such as localhost:8000/README.md
          get https://localhost/|requires TLS, which is not supported yet
          get ftp://localhost/|is not an HTTP URL; example: http://localhost:8000/
          get :80/a :80/b|unexpected argument ':80/b'
          get --head --include :80|--head cannot be combined with --include
          get --half-close --head :80|--head cannot be combined with --half-close
          get --half-close --http1.0 :80|--http1.0 cannot be combined with --half-close
          get --timeout 0 :80|'0' is not a number of seconds
          get --half-close --follow :80|--follow cannot be combined with --half-close
          get --half-close --max-header 1M :80|--max-header cannot be combined with --half-close
          get --max-redirects 3 :80|option --max-redirects requires --follow
          get --follow --max-redirects -1 :80|'-1' is not 0 or a positive integer
          get --max-header 2GiB :80|'2GiB' is more than the maximum of 1GiB
          get --max-header x :80|'x' is not a number of bytes
          serve . --allow-host a:80|--allow-host: 'a:80' is not a host name
          serve|serve requires DIR, such as .
          serve /no/such|'/no/such' is not a directory
          serve . --per-address 0|'0' is not a positive integer
          serve . --listen udp://:0|write for example tcp://127.0.0.1:7000
          """)
  void aMistakeGetsOneLineAndTheStatusTwo(String arguments, String sentence) {
    var said = run(false, arguments.split(" "));
    assertEquals(Status.USAGE, said.status(), said.err());
    assertEquals("", said.out());
    assertEquals(1, said.err().lines().count(), said.err());
    assertTrue(said.err().contains(sentence), said.err());
  }

  @Test
  void aPageIsPrintedByteForByte() throws Exception {
    var page = new StringBuilder();
    for (char each = 0; each < 256; each++) {
      page.append(each);
    }
    String answer = "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 256\r\n\r\n" + page;
    assertEquals(new Said(Status.SUCCESS, page.toString(), ""), get(answer));
    String head = "HTTP/1.1 200 OK\nA: b\nContent-Length: 256\n\n";
    assertEquals(new Said(Status.SUCCESS, head + page, ""), get(answer, "--include"));
    assertEquals(new Said(Status.SUCCESS, head, ""), get(answer, "--head"));
    assertEquals(new Said(Status.SUCCESS, answer, ""), get(answer, "--half-close"));
  }

  @Test
  void aStatusThatIsNotFineEndsWithOneAndItsPageIsPrinted() throws Exception {
    String where = "http://127.0.0.1:7000/page?q";
    assertEquals(
        new Said(
            Status.NETWORK,
            "sorry",
            "switchboard: the server answered 404 Not \\u009b for " + where + "\n"),
        get("HTTP/1.1 404 Not \u00c2\u009b\r\n\r\nsorry"));
    assertEquals(
        new Said(
            Status.NETWORK,
            "",
            "switchboard: the server answered 301 Moved for "
                + where
                + "; the server redirects to /\\u009b2J (use --follow to follow redirects)\n"),
        get("HTTP/1.1 301 Moved\r\nLocation: /\u009b2J\r\nContent-Length: 0\r\n\r\n"));
  }

  @Test
  void aPageThatIsNotWholeEndsWithThree() throws Exception {
    assertEquals(
        new Said(
            Status.INTEGRITY,
            "hell",
            """
            switchboard: 4 bytes were printed before the error
            switchboard: the response body is incomplete: EOF after 4 of 5 bytes
            """),
        get("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"));
    var other = get("220 mail.example ESMTP\r\n");
    assertEquals(Status.INTEGRITY, other.status());
    assertTrue(other.err().contains("not HTTP, but begins with '220 mail"), other.err());
    var nothing = get("");
    assertEquals(Status.NETWORK, nothing.status());
    assertTrue(nothing.err().contains("without a response"), nothing.err());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPageThatIsCutEndsWithThreeHoweverTheConnectionEnded(boolean reset) throws Exception {
    for (String answer :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "HTTP/1.1 200 OK\r\nA: bcdef")) {
      for (String mode : List.of("--include", "--json")) {
        try (var narrow = Network.over(new MemoryEngine(1))) {
          ConnectionHandler cut =
              caller -> {
                String line;
                do {
                  line = caller.source().readLine(1000);
                } while (line != null && !line.isEmpty());
                caller.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
                if (reset) {
                  caller.abort();
                }
              };
          try (var server = Server.builder(cut).network(narrow).listen("127.0.0.1:7000").start()) {
            var said = run(narrow, false, "get", mode, server.endpoint() + "/");
            assertEquals(Status.INTEGRITY, said.status(), said.out() + said.err());
            assertEquals(
                mode.equals("--json"), said.out().contains("\"event\":\"error\",\"status\":3,"));
          }
        }
      }
    }
  }

  @Test
  void redirectsAreFollowedWhenThatIsAsked() throws Exception {
    ConnectionHandler moving =
        caller -> {
          String path = String.valueOf(caller.source().readLine(1000)).split(" ", -1)[1];
          String head =
              switch (path) {
                case "/page" -> "302 Found\r\nLocation: next?q\r\n\r\nmoved";
                case "/tls" -> "302 Found\r\nLocation: https://localhost/\r\n\r\n";
                default -> "200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path;
              };
          caller.sink().writeText("HTTP/1.1 " + head);
        };
    try (var _ = Server.builder(moving).network(network).listen("127.0.0.1:7000").start()) {
      String page = "127.0.0.1:7000/a/../page";
      assertEquals(new Said(Status.SUCCESS, "/next?q", ""), run(false, "get", "--follow", page));
      assertEquals(
          new Said(
              Status.SUCCESS,
              "HTTP/1.1 302 Found\nLocation: next?q\n\n"
                  + "HTTP/1.1 200 OK\nContent-Length: 7\n\n/next?q",
              ""),
          run(false, "get", "--follow", "--include", page));
      assertEquals("/a/../page", run(false, "get", "--path-as-is", "--follow", page).out());
      String endpoint = "\"endpoint\":\"tcp://127.0.0.1:7000\",";
      assertEquals(
          "{\"event\":\"redirect\","
              + endpoint
              + "\"path\":\"/page\",\"code\":302,\"location\":\"http://127.0.0.1:7000/next?q\"}\n"
              + "{\"event\":\"response\","
              + endpoint
              + "\"path\":\"/next?q\",\"code\":200,\"bytes\":7}\n",
          run(false, "get", "--follow", "--json", page).out());
      assertEquals(
          new Said(
              Status.NETWORK,
              "",
              "switchboard: more than 0 redirects; the next one leads to"
                  + " http://127.0.0.1:7000/next?q\n"),
          run(false, "get", "--follow", "--max-redirects", "0", page));
      assertEquals(
          new Said(Status.SUCCESS, "/x", ""),
          run(false, "get", "--follow", "--max-redirects", "0", "127.0.0.1:7000/x"));
      var refused = run(false, "get", "--follow", "127.0.0.1:7000/tls");
      assertEquals(Status.NETWORK, refused.status());
      assertEquals(
          "switchboard: http://127.0.0.1:7000/tls redirects to 'https://localhost/', which cannot be"
              + " followed: only http:// is supported, not https:\n",
          refused.err());
    }
  }

  @Test
  void aServerHasAsManyConnectionsAsTheOtherServersUnlessToldOtherwise() {
    for (String command : List.of("serve", "up", "receive", "echo")) {
      String help = run(false, command, "--help").out().replaceAll("\\s+", " ");
      assertTrue(
          help.contains("--max-connections=N Serve at most N connections at the same time;"), help);
      assertTrue(help.contains("default: 10000. --per-address"), help);
    }
  }

  @Test
  void headersBeyondTheLimitEndWithFourAndTheLimitCanBeRaised() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nA: " + "x".repeat(300_000) + "\r\n\r\nhello";
    var refused = get(answer);
    assertEquals(Status.POLICY, refused.status());
    assertEquals(
        "switchboard: the header section has more than 262144 bytes; use --max-header SIZE to allow more\n",
        refused.err());
    assertEquals(new Said(Status.SUCCESS, "hello", ""), get(answer, "--max-header", "1M"));
  }

  @Test
  void eventsStandInThePlaceOfThePage() throws Exception {
    String endpoint = "\"endpoint\":\"tcp://127.0.0.1:7000\",";
    assertEquals(
        new Said(
            Status.SUCCESS,
            "{\"event\":\"response\","
                + endpoint
                + "\"path\":\"/page?q\",\"code\":200,\"bytes\":5}\n",
            ""),
        get("HTTP/1.1 200 OK\r\n\r\nhello", "--json"));
    assertEquals(
        new Said(Status.SUCCESS, "{\"event\":\"response\"," + endpoint + "\"bytes\":5}\n", ""),
        get("hello", "--json", "--half-close"));
    var missing = get("HTTP/1.1 404 Not Found\r\n\r\nhello", "--json");
    assertEquals(Status.NETWORK, missing.status());
    assertEquals(2, missing.out().lines().count(), missing.out());
    assertTrue(
        missing.out().contains("\"code\":404,\"bytes\":5}\n{\"event\":\"error\",\"status\":1"));
    var broken = get("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", "--json");
    assertTrue(broken.out().startsWith("{\"event\":\"error\",\"status\":3,"), broken.out());
    assertEquals(1, broken.err().lines().count(), broken.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "serve"})
  void theirHelpIsNoWiderThanATerminalAndItsExamplesParse(String command) {
    var help = run(false, "help", command);
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
    List<String> examples =
        help.out().lines().filter(line -> line.startsWith("  switchboard ")).toList();
    assertTrue(examples.size() > 3, help.out());
    for (String example : examples) {
      String words = example.strip().split(" {2,}| [|>] ", -1)[0].replace("'", "");
      var said = run(false, (words.substring("switchboard ".length()) + " --help").split(" "));
      assertEquals(Status.SUCCESS, said.status(), example + ": " + said.err());
    }
  }

  @Test
  void aServerServesUntilItIsToldToStop() throws Exception {
    Files.writeString(scratch.resolve("index.html"), "home");
    var words = List.of("serve", scratch.toString(), "--listen", "127.0.0.1:0");
    Process server = ProcessTest.started(words);
    try (var said = server.errorReader()) {
      String endpoint = said.readLine().substring("listening on ".length());
      var out = new ByteArrayOutputStream();
      var environment = new Environment(Network::system, Map.of(), _ -> false, false);
      var program = new Program(environment, new Console(out, new ByteArrayOutputStream()));
      assertEquals(Status.SUCCESS, program.run("get", endpoint + "/"));
      assertEquals("home", out.toString(UTF_8));
      String entry = said.readLine();
      assertTrue(entry.matches("127\\.0\\.0\\.1:\\d+ GET / 200 4"), entry);
      server.destroy(); // SIGTERM ends the process
      assertTrue(server.waitFor(30, TimeUnit.SECONDS), "the process does not exit");
      assertEquals(143, server.exitValue());
    } finally {
      server.destroyForcibly();
    }
  }
}
