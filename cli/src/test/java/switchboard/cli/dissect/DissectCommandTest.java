package switchboard.cli.dissect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.cli.Processes;
import switchboard.cli.command.Status;

/** Tests {@code dissect} as a process, with the examples of its help and of the documentation. */
@Tag("slow")
class DissectCommandTest {
  private static final Pattern SESSION =
      Pattern.compile("^```console\n\\$ (.*)\n((?:.*\n)*?)```$", Pattern.MULTILINE);

  private final Processes processes = new Processes();

  @TempDir private Path scratch = Path.of("");

  @AfterEach
  void end() {
    processes.close();
  }

  /** The result of one run. The output is decoded as ISO-8859-1, one character per byte. */
  private record Said(int status, String out, String err) {}

  /** Runs a shell command in which {@code switchboard} is this build. */
  private Said shell(String words) throws Exception {
    Process bash = processes.shell(words);
    bash.getOutputStream().close();
    var out = new String(bash.getInputStream().readAllBytes(), ISO_8859_1);
    String err = new String(bash.getErrorStream().readAllBytes(), UTF_8);
    return new Said(Processes.status(bash), out, err);
  }

  record Session(String command, String output) {
    @Override
    public String toString() {
      return command;
    }
  }

  static List<Session> sessions() throws IOException {
    var sessions = new ArrayList<Session>();
    for (String page : List.of("../docs/layouts.md", "../docs/protocols/transfer.md")) {
      SESSION
          .matcher(Files.readString(Path.of(page)))
          .results()
          .map(found -> new Session(found.group(1), found.group(2)))
          .filter(
              session -> session.command.contains("./switchboard ")) // other commands are servers
          .forEach(sessions::add);
    }
    assertTrue(sessions.size() > 3, sessions.toString());
    return sessions;
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void thePageShowsWhatComes(Session session) throws Exception {
    Said said = shell(session.command.replace("./switchboard", "switchboard"));
    assertEquals(session.output, said.err + said.out);
  }

  static Stream<String> examples() throws Exception {
    try (var own = new Processes()) {
      Process help = own.ours("help", "dissect");
      return new String(help.getInputStream().readAllBytes(), UTF_8)
              .lines()
              .dropWhile(line -> !line.equals("Examples:"))
              .skip(1)
              .map(String::strip)
              .toList()
              .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesOfTheHelpWork(String example) throws Exception {
    if (example.endsWith("< /tmp/capture")) {
      shell("switchboard dissect --layout tls --random 3 > " + scratch.resolve("capture"));
    }
    Said said = shell(example.replace("/tmp/", scratch + "/"));
    assertEquals(Status.SUCCESS, said.status, said.err);
  }

  @Test
  void messagesAtRandomAreUnderstoodAndTheSameForTheSameSeed() throws Exception {
    for (String layout : List.of("dns", "transfer", "amqp")) {
      String random = "switchboard dissect --layout " + layout + " --random 20 --seed 7";
      Said first = shell(random);
      assertEquals(first.out, shell(random).out);
      assertEquals("--seed 7 produces the same messages again\n", first.err);
      Said understood = shell(random + " | switchboard dissect --layout " + layout + " --json");
      assertEquals(Status.SUCCESS, understood.status, understood.err);
      assertEquals(20, understood.out.lines().filter(line -> line.contains("\"frame\"")).count());
    }
  }

  @Test
  void aLayoutOfAFileAndABeginningThatIsSkippedAndEventsForPrograms() throws Exception {
    Path file = scratch.resolve("mine.layout");
    Files.writeString(file, "kind: u8 # which\nlength: u8 of body\nbody: text ..9\n");
    Said said =
        shell(
            "printf 'hello\\1\\2hi\\2\\3a' | switchboard dissect --skip 5 --json --layout @"
                + file);
    assertEquals(Status.INTEGRITY, said.status, said.err);
    assertEquals(
        """
        {"event":"frame","number":1,"offset":5,"bytes":4,"message":""}
        {"event":"field","number":1,"name":"kind","offset":0,"bytes":1,"bit":0,"bits":8,"value":"1"}
        {"event":"field","number":1,"name":"length","offset":1,"bytes":1,"bit":0,"bits":8,"value":"2"}
        {"event":"field","number":1,"name":"body","offset":2,"bytes":2,"bit":0,"bits":16,"value":"\\"hi\\""}
        {"event":"frame","number":2,"offset":9,"bytes":2,"message":"unexpected end of the data after 3 bytes, inside 'body'"}
        {"event":"field","number":2,"name":"kind","offset":0,"bytes":1,"bit":0,"bits":8,"value":"2"}
        {"event":"field","number":2,"name":"length","offset":1,"bytes":1,"bit":0,"bits":8,"value":"3"}
        """,
        said.out);
  }

  @Test
  void asManyMessagesAreShownAsAreAskedFor() throws Exception {
    String three = "printf 'one\\ntwo\\nthree' | switchboard dissect --layout lines";
    Said two = shell(three + " --count 2");
    assertEquals(Status.SUCCESS, two.status, two.err);
    assertEquals(2, two.out.lines().filter(line -> line.startsWith("frame ")).count());
    assertEquals(Status.INTEGRITY, shell(three + " --count 3").status);
  }

  @Test
  void theFieldsInListsAreEventsWithTheirPath() throws Exception {
    String layout =
        "n: u8 of all, all: list ..9 { j: u3, k: u5, m: u8 of parts, parts: list ..9 { part: u8 } }";
    Said said =
        shell(
            "printf '..\\5\\1\\0\\2\\1\\7' | switchboard dissect --skip 2 --json --layout '"
                + layout
                + "'");
    assertEquals(Status.SUCCESS, said.status, said.err);
    assertEquals(
        """
        {"event":"frame","number":1,"offset":2,"bytes":6,"message":""}
        {"event":"field","number":1,"name":"n","offset":0,"bytes":1,"bit":0,"bits":8,"value":"5"}
        {"event":"field","number":1,"name":"all","offset":1,"bytes":5,"bit":0,"bits":40,"value":"0100020107"}
        {"event":"field","number":1,"name":"all.1.j","offset":1,"bytes":1,"bit":0,"bits":3,"value":"0"}
        {"event":"field","number":1,"name":"all.1.k","offset":1,"bytes":1,"bit":3,"bits":5,"value":"1"}
        {"event":"field","number":1,"name":"all.1.m","offset":2,"bytes":1,"bit":0,"bits":8,"value":"0"}
        {"event":"field","number":1,"name":"all.1.parts","offset":3,"bytes":0,"bit":0,"bits":0,"value":""}
        {"event":"field","number":1,"name":"all.2.j","offset":3,"bytes":1,"bit":0,"bits":3,"value":"0"}
        {"event":"field","number":1,"name":"all.2.k","offset":3,"bytes":1,"bit":3,"bits":5,"value":"2"}
        {"event":"field","number":1,"name":"all.2.m","offset":4,"bytes":1,"bit":0,"bits":8,"value":"1"}
        {"event":"field","number":1,"name":"all.2.parts","offset":5,"bytes":1,"bit":0,"bits":8,"value":"07"}
        {"event":"field","number":1,"name":"all.2.parts.1.part","offset":5,"bytes":1,"bit":0,"bits":8,"value":"7"}
        """,
        said.out);
  }

  @Test
  void eventsAreTheDataSoAFullDiskIsAFailureAndAReaderWhoHasEnoughIsNone() throws Exception {
    Said full = shell("switchboard dissect --list --json > /dev/full");
    assertEquals(Status.NETWORK, full.status, full.err);
    assertTrue(full.err.contains("can't write to standard output"), full.err);
    Said enough = shell("switchboard dissect --layout u32 --random 3000 --seed 1 --json | head -1");
    assertEquals(1, enough.out.lines().count());
    assertEquals("--seed 1 produces the same messages again\n", enough.err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dissect|dissect requires --layout",
        "dissect --layout netstrin|unknown layout 'netstrin'; --list shows the named layouts; did you mean 'netstring'?",
        "dissect --layout @/nowhere|'/nowhere' does not exist",
        "dissect --layout 'a: u99'|layout, column 4: a number must have 1 to 64 bits, not 99",
        "dissect --layout 'a: bytes'|'a' has no maximum",
        "dissect --layout u32 --diagram --random 3|--diagram and --random cannot be combined",
        "dissect --layout u32 --random 3 --seed x|'x' is not a 64-bit integer",
        "dissect --layout u32 hello.cap|a capture is read from standard input, so write < hello.cap",
        "dissect --layout u32 --diagram --count 3|--count cannot be combined with --diagram, which reads no capture",
        "dissect --layout u32 --diagram --skip 3|--skip cannot be combined with --diagram, which reads no capture",
        "dissect --layout u32 --seed 3|option --seed requires --random",
        "dissect --layout u32 --skip 7|--skip: the capture has fewer than 7 bytes",
        "dissect --layout u32 --random 0|'0' is not a positive integer",
      })
  void aMistakeGetsOneLineAndTheStatusTwo(String words, String sentence) throws Exception {
    Said said = shell("switchboard " + words);
    assertEquals(Status.USAGE, said.status, said.err);
    assertEquals(1, said.err.lines().count(), said.err);
    assertTrue(said.err.contains(sentence), said.err);
    assertEquals("", said.out);
  }
}
