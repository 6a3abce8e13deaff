package switchboard.cli.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.cli.ProcessTest;
import switchboard.cli.Program;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.transfer.FileOutcome;
import switchboard.transfer.FileReceiver;
import switchboard.transfer.Inbox;
import switchboard.transfer.TransferListener;

/** Tests the messages and exit statuses of {@code send} and {@code receive} in this process. */
class TransferCommandsTest {
  private static final Network NETWORK = Network.system();
  private static final int LARGE_BYTES = 30_000_000;

  @TempDir private Path scratch = Path.of("");
  private Path into = Path.of("");
  private Path report = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    into = Files.createDirectory(scratch.resolve("into"));
    report = Files.writeString(scratch.resolve("report.txt"), "all is well");
  }

  private record Said(int status, String out, String err) {}

  private static Said run(boolean terminal, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var environment = new Environment(() -> NETWORK, Map.of(), _ -> terminal, false);
    int status = new Program(environment, new Console(out, err)).run(arguments);
    return new Said(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Said run(List<?> arguments) {
    return run(false, arguments.stream().map(Object::toString).toArray(String[]::new));
  }

  private Server receiver(TransferListener news) throws IOException {
    return Server.listen(
        "127.0.0.1:0", new FileReceiver(Inbox.of(into), Duration.ofSeconds(20), _ -> news));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          send|send requires PATH and ENDPOINT
          send report.txt|send requires PATH and ENDPOINT; only 'report.txt' was given
          send no.such localhost:7000|'no.such' does not exist
          send src localhost:7000|'src' is a directory; specify the files in it
          send /dev/null localhost:7000|'/dev/null' is not a regular file
          send pom.xml target|the last argument must be an ENDPOINT: 'target' has no port
          send pom.xml ../pom.xml localhost:7000|two files have the name 'pom.xml'
          send pom.xml udp://localhost:7000|udp
          receive --into /no/such|--into: '/no/such' does not exist
          receive --into pom.xml|pom.xml' is not a directory
          receive --max-size lots|'lots' is not a number of bytes; write for example 5000000, 5M or 1.5GiB
          receive here|unexpected argument 'here' (
          receive :1|unexpected argument ':1'; to listen there, write --listen :1 (
          up --data pom.xml|--data: 'pom.xml' is not a directory
          """)
  void aMistakeGetsOneLineAndTheStatusTwo(String arguments, String sentence) {
    var said = run(List.of(arguments.split(" ")));
    assertEquals(Status.USAGE, said.status(), said.err());
    assertEquals("", said.out());
    assertEquals(1, said.err().lines().count(), said.err());
    assertTrue(said.err().contains(sentence), said.err());
  }

  @Test
  void filesAreSentAndEachIsToldInALine() throws Exception {
    Path empty = Files.writeString(scratch.resolve("Grüße"), "");
    try (var receiver = receiver(TransferListener.NONE)) {
      var said = run(List.of("send", report, empty, receiver.endpoint()));
      assertEquals(Status.SUCCESS, said.status(), said.err());
      assertEquals("", said.out());
      List<String> lines = said.err().lines().toList();
      assertEquals(3, lines.size(), said.err());
      assertTrue(lines.get(0).startsWith("sent report.txt  11 B in "), said.err());
      assertTrue(lines.get(1).startsWith("sent Grüße  0 B in "), said.err());
      assertTrue(lines.get(2).startsWith("sent 2 of 2 files  11 B in "), said.err());
    }
    assertEquals("all is well", Files.readString(into.resolve("report.txt")));
  }

  @Test
  void whatTheReceiverRefusesEndsWithFourAndTheOthersAreSent() throws Exception {
    Path hidden = Files.writeString(scratch.resolve(".profile"), "x");
    Path other = Files.writeString(scratch.resolve("other"), "x");
    try (var receiver = receiver(TransferListener.NONE)) {
      var said = run(List.of("send", hidden, other, receiver.endpoint()));
      assertEquals(Status.POLICY, said.status(), said.err());
      assertTrue(said.err().contains("not sent: the name '.profile' is hidden"), said.err());
      assertTrue(said.err().contains("sent 1 of 2 files"), said.err());
      var again = run(List.of("send", other, receiver.endpoint()));
      assertEquals(Status.POLICY, again.status());
      assertEquals(
          "switchboard: not sent: 'other' already exists and is not overwritten\n", again.err());
    }
  }

  @Test
  void eventsTellOfEachFile() throws Exception {
    try (var receiver = receiver(TransferListener.NONE)) {
      var said = run(List.of("send", "--json", report, receiver.endpoint()));
      assertTrue(
          said.out()
              .matches(
                  "\\{\"event\":\"file\",\"name\":\"report.txt\",\"bytes\":11,\"seconds\":[0-9.]+,"
                      + "\"sha256\":\"[0-9a-f]{64}\"}\n"),
          said.out());
      assertEquals("", said.err());
      var again = run(List.of("send", "--json", report, receiver.endpoint()));
      assertTrue(again.out().contains("\"event\":\"failed\",\"name\":\"report.txt\""), again.out());
      assertTrue(again.out().contains("\"status\":4"), again.out());
    }
  }

  private Path large() throws IOException {
    byte[] content = new byte[LARGE_BYTES];
    new Random(1).nextBytes(content);
    return Files.write(scratch.resolve("large"), content);
  }

  @Test
  void aTerminalSeesHowFarItIs() throws Exception {
    try (var receiver = receiver(TransferListener.NONE)) {
      var said = run(true, "send", large().toString(), receiver.endpoint().toString());
      assertEquals(Status.SUCCESS, said.status(), said.err());
      assertTrue(said.err().endsWith("/s\n"), said.err());
    }
  }

  @Test
  void aSourceThatShrinksGetsOneLine() throws Exception {
    Path large = large();
    var shrinking =
        new TransferListener() {
          @Override
          public void onProgress(String name, long bytes, long size) {
            try (var channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
              channel.truncate(LARGE_BYTES - 1);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void onFileEnd(FileOutcome outcome) {}
        };
    try (var receiver = receiver(shrinking)) {
      var said = run(List.of("send", large, receiver.endpoint()));
      assertEquals(Status.NETWORK, said.status());
      assertEquals(
          "switchboard: not sent: 'large' shrank from 30000000 to 29999999 bytes"
              + " while it was sent\n",
          said.err());
    }
    assertArrayEquals(new String[0], into.toFile().list());
  }

  /** Relays both directions, and flips one bit of the bytes from the caller. */
  private static void passOn(Connection caller, Server receiver, long at) throws Exception {
    try (var called = NETWORK.connect(receiver.endpoint())) {
      Thread back =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  called.source().transferTo(caller.sink());
                } catch (IOException gone) {
                  caller.abort();
                }
              });
      var piece = ByteBuffer.allocate(65536);
      long count = 0;
      while (caller.read(piece.clear()) >= 0) {
        int length = piece.flip().remaining();
        if (at >= count && at < count + length) {
          int index = (int) (at - count);
          piece.put(index, (byte) (piece.get(index) ^ 4));
        }
        called.write(piece);
        count += length;
      }
      called.shutdownOutput();
      back.join();
    }
  }

  @Test
  void whatIsChangedOnTheWayEndsWithThree() throws Exception {
    try (var receiver = receiver(TransferListener.NONE);
        var content = Server.listen("127.0.0.1:0", caller -> passOn(caller, receiver, 500_000));
        var head = Server.listen("127.0.0.1:0", caller -> passOn(caller, receiver, 50))) {
      Path large = large();
      var said = run(List.of("send", large, report, content.endpoint()));
      assertEquals(Status.INTEGRITY, said.status(), said.err());
      assertTrue(
          said.err().contains("not sent: 'large' is corrupt: its SHA-256 differs"), said.err());
      assertEquals("all is well", Files.readString(into.resolve("report.txt")));
      var name = run(List.of("send", large, head.endpoint()));
      assertEquals(Status.INTEGRITY, name.status(), name.err());
      assertEquals(1, name.err().lines().count(), name.err());
    }
    assertArrayEquals(new String[] {"report.txt"}, into.toFile().list());
  }

  @Test
  void nobodyWhoListensEndsWithOne() throws Exception {
    String where;
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      where = listener.local().uri();
    }
    var said = run(List.of("send", report, where));
    assertEquals(Status.NETWORK, said.status());
    assertTrue(said.err().contains("no server listens there"), said.err());
  }

  @Test
  void onceEndsWithWhatBecameOfTheFilesWhateverStrangersCallBefore() throws Exception {
    for (int expected : new int[] {Status.SUCCESS, Status.POLICY}) {
      var listening = new CompletableFuture<String>();
      var out =
          new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
              super.write(bytes, offset, length);
              String said = toString(StandardCharsets.UTF_8);
              int at = said.indexOf("listening on ");
              if (at >= 0 && said.endsWith("\n")) {
                listening.complete(said.substring(at + "listening on ".length()).strip());
              }
            }
          };
      var environment = new Environment(() -> NETWORK, Map.of(), _ -> false, false);
      var status =
          CompletableFuture.supplyAsync(() ->
              new Program(environment, new Console(new ByteArrayOutputStream(), out))
                  .run("receive", "--once", "--listen", "127.0.0.1:0", "--into", into.toString()));
      strangers(listening.get());
      assertFalse(status.isDone());
      var said = run(List.of("send", report, listening.get()));
      assertEquals(expected, said.status(), said.err());
      assertEquals(expected, status.get());
    }
  }

  /**
   * Connects three times: as a health check, as a client that resets the connection, and as a
   * browser.
   */
  private static void strangers(String where) throws IOException {
    NETWORK.connect(where).close();
    NETWORK.connect(where).abort();
    try (var browser = NETWORK.connect(where)) {
      browser.sink().writeText("GET / HTTP/1.1\r\nHost: here\r\n\r\n").shutdownOutput();
      var _ = browser.source().readAll(10_000);
    }
  }

  @Test
  void theHubTakesFilesIntoTheDirectoryThatItMakes() throws Exception {
    var arguments = new ArrayList<String>(List.of("up", "--listen", "127.0.0.1:0", "--data"));
    arguments.add(scratch.resolve("made/data").toString());
    Process hub = ProcessTest.started(arguments);
    try {
      String endpoint = ProcessTest.listening(hub.errorReader());
      var said = run(List.of("send", report, endpoint));
      assertEquals(Status.SUCCESS, said.status(), said.err());
      assertEquals("all is well", Files.readString(scratch.resolve("made/data/report.txt")));
    } finally {
      hub.destroyForcibly();
    }
  }
}
