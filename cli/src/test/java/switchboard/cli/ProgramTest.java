package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.cli.console.OneLineLogs;
import switchboard.echo.EchoServer;
import switchboard.net.Endpoint;
import switchboard.net.Failure;
import switchboard.net.NameNotFoundException;
import switchboard.net.Network;
import switchboard.server.ConnectionHandler;
import switchboard.server.Server;

/** Tests the command line in this process: output, messages and exit statuses. */
class ProgramTest {
  private static final Network NETWORK = Network.system();

  /** The result of one run. */
  private record Said(int status, String out, String err) {}

  private static Said run(String... arguments) {
    return run(Map.of(), false, arguments);
  }

  private static Said run(Map<String, String> variables, boolean terminal, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Network network =
        NETWORK.withResolver((host, _) -> {
          throw new NameNotFoundException(
              new Failure("resolve '" + host + "'", null, null, "no such host name"));
        });
    var environment = new Environment(() -> network, variables, _ -> terminal, false);
    int status = new Program(environment, new Console(out, err)).run(arguments);
    return new Said(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          eco|unknown command 'eco'; did you mean 'echo'?
          exmaple|did you mean 'example'?
          frobnicate|available: up, chat, echo
          help ecoh|unknown command 'ecoh'; did you mean 'echo'?
          --versoin|unknown option '--versoin'; did you mean '--version'?
          echo|echo requires ENDPOINT
          echo --listn :0|unknown option '--listn'; did you mean '--listen'?
          echo --listen|option --listen requires ENDPOINT
          echo --listen :0 --strategy loops|unknown strategy 'loops'; available: sequential, threads
          echo --listen :0 --strategy thread|did you mean 'threads'?
          echo --listen :0 --max-connections none|--max-connections: 'none' is not a positive integer
          echo --listen :0 --udp-rate 5|option --udp-rate requires --listen with a UDP endpoint, such as --listen udp
          echo --listen :0 --timeout 1|--timeout cannot be combined with --listen
          echo :1 --idle-timeout 1|option --idle-timeout requires --listen ENDPOINT
          echo localhost|'localhost' has no port; write for example localhost:7000
          echo ::1:7|IPv6 address; write it in brackets
          echo :70000 a|port '70000' in ':70000' is not a number from 0 to 65535
          echo :1 --timeout soon|'soon' is not a number of seconds
          echo :1 --timeout 1 --timeout 2|option --timeout given more than once
          echo :1 -x|write -- before a text that begins with -
          connect|connect requires ENDPOINT
          connect -|connect requires a socket as ENDPOINT
          connect :1 --wait long|'long' is not a number of seconds
          listen|listen requires ENDPOINT
          listen :0 --exec no-such-program -x|program 'no-such-program' was not found on the PATH
          listen :0 --exec|option --exec requires COMMAND
          listen :0 --keep-open --exec cat|option --keep-open cannot be combined with --exec
          listen :0 --max-connections 2|option --max-connections requires --exec
          listen udp://:0 --exec cat|--exec can only serve connections, not udp://:0
          echo --listen :0 udp://:0 --strategy process|--strategy process can only serve connections
          listen :0 localhost:1|unexpected argument 'localhost:1'
          listen tls://:0|unknown scheme 'tls' in 'tls://:0'; known schemes: tcp, udp, unix, stdio
          echo tls://localhost:1 a|unknown scheme 'tls' in 'tls://localhost:1'; known schemes: tcp, udp, unix, stdio
          chat|chat requires ENDPOINT
          chat localhost:1 --nick 7up|'7up' is not a valid name: a name begins with a letter
          chat localhost:1 --room a/b|'a/b' is not a valid room: a name begins with a letter
          chat localhost:1 --listen :0|chat requires either --listen or ENDPOINT, not both
          chat -|chat cannot connect to stdio:, the standard input of this command
          chat --listen :0 --nick ann|--nick cannot be combined with --listen
          chat --listen udp://:0|write for example tcp://127.0.0.1:7000
          dissect --lay x|unknown option '--lay'; did you mean '--layout'?
          up now|unexpected argument 'now' (
          up :7000|unexpected argument ':7000'; to listen there, write --listen :7000 (
          up --listen udp://:0|write for example tcp://127.0.0.1:7000
          example bounderies|did you mean 'boundaries'?
          """)
  void aMistakeGetsOneLineAndTheStatusTwo(String arguments, String sentence) {
    var said = run(arguments.split(" "));
    assertEquals(Status.USAGE, said.status());
    assertEquals("", said.out());
    assertEquals(1, said.err().lines().count(), said.err());
    assertTrue(said.err().startsWith("switchboard: "), said.err());
    assertTrue(said.err().contains(sentence), said.err());
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    var said = run();
    assertEquals(Status.USAGE, said.status());
    assertTrue(said.err().contains("up, chat, echo"), said.err());
  }

  @Test
  void theNetworkSaysNoInOneSentence() throws Exception {
    Endpoint closed;
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      closed = Endpoint.of(listener.local());
      assertNetworkError("choose another port", "echo", "--listen", closed.toString());
      assertNetworkError("choose another port", "up", "--listen", closed.toString());
    }
    assertNetworkError("Connection refused; no server listens", "echo", closed.toString(), "a");
    String udp = closed.withScheme("udp").toString();
    assertNetworkError("Connection refused; no server listens", "echo", udp, "a");
    assertNetworkError("'no.such': no such host name; check", "echo", "no.such:7", "a");
    assertNetworkError(
        "the directory of the socket file does not exist",
        "echo",
        "--listen",
        "unix:///no/such.sock");
    assertNetworkError("the socket file does not exist", "echo", "unix:///no/such.sock", "a");
    assertNetworkError("no server listens on that name", "echo", "unix:@no such name", "a");
    assertNetworkError("add the interface", "echo", "[fe80::1]:7", "a");
    assertNetworkError("add the interface", "echo", "--listen", "[fe80::1]:0");
  }

  private static void assertNetworkError(String sentence, String... arguments) {
    var said = run(arguments);
    assertEquals(Status.NETWORK, said.status(), said.err());
    assertEquals("", said.out());
    assertEquals(1, said.err().lines().count(), said.err());
    assertTrue(said.err().contains(sentence), said.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
  void theAnswerIsPrintedExactlyAndOnATerminalEndsTheLine(String where) throws Exception {
    try (var echo = EchoServer.start(NETWORK, List.of(Endpoint.parse(where)))) {
      String endpoint = echo.endpoints().getFirst().toString();
      assertEquals(
          new Said(Status.SUCCESS, "Hello, wörld", ""), run("echo", endpoint, "Hello,", "wörld"));
      assertEquals(
          new Said(Status.SUCCESS, "--json\n", ""),
          run(Map.of(), true, "echo", endpoint, "--", "--json"));
      assertEquals(new Said(Status.SUCCESS, "", ""), run("echo", endpoint, ""));
      var json = "{\"event\":\"echo\",\"endpoint\":\"" + endpoint + "\",\"bytes\":2}\n";
      assertEquals(new Said(Status.SUCCESS, json, ""), run("echo", "--json", endpoint, "ab"));
    }
  }

  @Test
  void anotherAnswerEndsWithThreeAndSilenceWithItsOwnStatus() throws Exception {
    // The handler reads before it replies, because the client would compare an early reply with an
    // empty request.
    ConnectionHandler otherwise =
        caller -> {
          caller.source().skip(2);
          caller.sink().writeText("welcome");
        };
    try (var other = Server.listen("127.0.0.1:0", otherwise)) {
      var said = run("echo", other.endpoint().toString(), "hi");
      assertEquals(Status.INTEGRITY, said.status());
      assertEquals("welcome", said.out());
      assertTrue(said.err().contains("7 bytes instead of 2"), said.err());
    }
    try (var silent = NETWORK.listen("127.0.0.1:0")) {
      var said = run("echo", silent.local().uri(), "hi", "--timeout", "0.2");
      assertEquals(Status.TIMEOUT, said.status());
      assertTrue(said.err().contains("no response in time"), said.err());
    }
  }

  @Test
  void failuresAreEventsToo() {
    var said = run("echo", "no.such:7", "a", "--json");
    assertTrue(
        said.out().startsWith("{\"event\":\"error\",\"status\":1,\"message\":\"resolve 'no.such'"),
        said.out());
    assertEquals(1, said.err().lines().count(), said.err());
    assertTrue(run("--json", "eco").out().startsWith("{\"event\":\"error\",\"status\":2,"));
  }

  @ParameterizedTest
  @CsvSource({"500,500", "500B,500", "20k,20000", "1.5GB,1500000000", "4KiB,4096", "1.5Mi,1572864"})
  void sizesAreInThousandsOrInPowersOfTwo(String typed, long bytes) {
    assertEquals(bytes, CommonOptions.bytes(typed));
  }

  @Test
  void theVersionIsTheBuilds() {
    String version = System.getProperty("switchboard.version", "");
    assertTrue(run("--version").out().startsWith("switchboard " + version + " on Java "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "help",
        "echo --help",
        "help echo",
        "up -h",
        "help chat",
        "help send",
        "help receive",
        "help connect",
        "help listen",
        "help scan",
        "help dissect",
        "help bench",
        "help engines",
        "help example"
      })
  void helpGoesToStandardOutputWithExamplesNoWiderThanATerminal(String arguments) {
    var said = run(arguments.split(" "));
    assertEquals(Status.SUCCESS, said.status());
    assertEquals("", said.err());
    assertTrue(said.out().contains("Example"), said.out());
    assertTrue(said.out().lines().allMatch(line -> line.length() <= 80), said.out());
    assertFalse(said.out().contains("\u001b"), said.out());
  }

  @Test
  void everyExampleOfTheHelpIsACommandLineThatParses() {
    var examples = new ArrayList<String>();
    for (String command :
        List.of(
            "", "up", "chat", "echo", "send", "receive", "scan", "connect", "listen", "bench",
            "engines", "example", "help")) {
      run("help", command)
          .out()
          .lines()
          .filter(line -> line.startsWith("  switchboard "))
          .map(line -> line.strip().split(" {2,}", -1)[0])
          .forEach(examples::add);
    }
    assertTrue(examples.size() > 10, examples.toString());
    for (String example : examples) {
      String line = example.substring("switchboard ".length()).replaceFirst("^\\S+", "$0 --help");
      var said = run(line.split(" "));
      assertEquals(Status.SUCCESS, said.status(), example + ": " + said.err());
    }
  }

  @Test
  void colourIsForTerminalsThatWantIt() {
    assertTrue(run(Map.of("TERM", "xterm"), true, "--help").out().contains("\u001b["));
    var plain =
        List.of(
            run(Map.of("TERM", "xterm"), false, "--help"),
            run(Map.of("TERM", "dumb"), true, "--help"),
            run(Map.of("TERM", "xterm", "NO_COLOR", "1"), true, "--help"),
            run(Map.of("TERM", "xterm"), true, "--help", "--no-color"));
    plain.forEach(said -> assertFalse(said.out().contains("\u001b"), said.out()));
  }

  /** Returns a stream that accepts this number of lines and then fails with {@code reason}. */
  private static OutputStream takingLines(int lines, String reason) {
    return new OutputStream() {
      private int left = lines;

      @Override
      public void write(int each) throws IOException {
        if (left == 0) {
          throw new IOException(reason);
        }
        left -= each == '\n' ? 1 : 0;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example",
        "example --json",
        "engines",
        "engines --json",
        "scan 127.0.0.1 --ports 1-300 --all",
        "scan 127.0.0.1 --ports 1-300 --all --json"
      })
  void textAndJsonEndAlikeWhenWhoeverReadsThemHasEnough(String words) {
    for (int lines : new int[] {0, 1}) {
      var err = new ByteArrayOutputStream();
      var console = new Console(takingLines(lines, "weg"), err, () -> true);
      var environment = new Environment(() -> NETWORK, Map.of(), _ -> false, false);
      assertEquals(1, new Program(environment, console).run(words.split(" ")));
      String said = err.toString(StandardCharsets.UTF_8);
      assertFalse(said.contains("warning"), said);
      assertFalse(said.contains("weg"), said);
    }
  }

  @Test
  void aDiskThatIsFullIsSaidOnceInTextAndJson() {
    for (String json : new String[] {"--no-color", "--json"}) {
      var err = new ByteArrayOutputStream();
      var console = new Console(takingLines(1, "No space left on device"), err);
      var environment = new Environment(() -> NETWORK, Map.of(), _ -> false, false);
      var words = new String[] {"scan", "127.0.0.1", "--ports", "1-300", "--all", json};
      assertEquals(1, new Program(environment, console).run(words));
      String said = err.toString(StandardCharsets.UTF_8);
      assertEquals(2, said.split("No space left on device", -1).length, said);
    }
  }

  @Test
  void aServerGoesOnWhenNobodyReadsItsEventsAndSaysSoOnce() {
    var err = new ByteArrayOutputStream();
    var console = new Console(takingLines(1, "weg"), err, () -> true);
    console.setJson(true);
    for (int i = 0; i < 5; i++) {
      console.event(Json.event("connected"));
    }
    String said = err.toString(StandardCharsets.UTF_8);
    assertEquals(1, said.lines().count(), said);
    assertTrue(said.startsWith("warning: no more events are written"), said);
  }

  @Test
  void logsAreOneLineEach() throws IOException {
    var err = new ByteArrayOutputStream();
    var console = new Console(new ByteArrayOutputStream(), err);
    OneLineLogs.speakThrough(console);
    System.Logger log = System.getLogger("switchboard.test");
    log.log(System.Logger.Level.WARNING, "two\nlines", new IOException("reason"));
    log.log(System.Logger.Level.WARNING, "{0} of {1}", 1, "it");
    log.log(System.Logger.Level.INFO, "not asked for");
    console.setVerbose(true);
    log.log(System.Logger.Level.INFO, "asked for");
    assertEquals(
        "warning: two lines: java.io.IOException: reason\nwarning: 1 of it\ninfo: asked for\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void jsonEscapesWhatItMust() {
    assertEquals(
        "{\"event\":\"a\\\"\\\\\\u000a\\u001b\\ud83d\\ude00é\\u009b\",\"n\":-1}",
        Json.event("a\"\\\n\u001b😀é\u009b").with("n", -1).toString());
  }
}
