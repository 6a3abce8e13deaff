package switchboard.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Network;
import switchboard.server.Server;

/**
 * Tests the receiver with the file sender of common Python tutorials. This sender sends a name, a
 * separator, a size, and the bytes of one file until EOF.
 */
class TutorialTest {
  private static final int PIECE_BYTES_MAX = 5000;

  /**
   * Lengths after the separator at which a truncated stream looks complete: 6 and six bytes, or 60
   * and sixty bytes.
   */
  private static final List<Integer> AMBIGUOUS_BYTES = List.of(7, 62);

  @TempDir private Path into = Path.of("");
  @TempDir private Path elsewhere = Path.of("");
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private static byte[] stream(String header, byte[] content) {
    var stream = new ByteArrayOutputStream();
    stream.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    stream.writeBytes(content);
    return stream.toByteArray();
  }

  /** Sends the stream in pieces of limited length, and then shuts down the output. */
  private Transfers.Heard sent(byte[] stream, int pieceBytesMax) throws IOException {
    var transfers = new Transfers(Inbox.of(into));
    try (transfers;
        var connection = transfers.network.connect("127.0.0.1:7000")) {
      for (int at = 0; at < stream.length; ) {
        int count = Math.min(1 + random.nextInt(pieceBytesMax), stream.length - at);
        connection.write(ByteBuffer.wrap(stream, at, count));
        at += count;
      }
      connection.shutdownOutput();
      assertEquals(-1, connection.read(ByteBuffer.allocate(1)), "there must be no response");
    }
    return transfers.received;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "Hello, world",
        "0",
        "7",
        "2026-01-02;3\n",
        "12",
        "123456789012345678901234"
      })
  void aFileArrivesGluedOrDribbledWhateverItBeginsWith(String content) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    for (int pieceBytesMax : new int[] {1, 3, 1000}) {
      String name = "in pieces of " + pieceBytesMax;
      var heard = sent(stream(name + "<SEPARATOR>" + bytes.length, bytes), pieceBytesMax);
      assertEquals(Map.of(name, "done"), heard.told(), () -> "seed " + seed);
      assertEquals("", heard.outcomes().getFirst().sha256());
      assertEquals(bytes.length, heard.outcomes().getFirst().bytes());
      assertEquals(content, Files.readString(into.resolve(name)));
    }
    assertEquals(3, Transfers.names(into).size());
  }

  @Test
  void digitsOfEveryLengthBeforeDigitsAreToldApart() throws Exception {
    for (int round = 0; round < 40; round++) {
      byte[] bytes = new byte[random.nextInt(2000)];
      int digits = random.nextInt(bytes.length + 1);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i < digits ? '0' + random.nextInt(10) : random.nextInt(256));
      }
      String name = "round " + round;
      var heard = sent(stream(name + "<SEPARATOR>" + bytes.length, bytes), 500);
      assertEquals(Map.of(name, "done"), heard.told(), () -> "seed " + seed);
      assertArrayEquals(bytes, Files.readAllBytes(into.resolve(name)), () -> "seed " + seed);
    }
  }

  @Test
  void aTransferThatBreaksOffWhereThatCanBeToldIsNoFile() throws Exception {
    String header = "broken<SEPARATOR>";
    byte[] content = "12345 six ".repeat(60).getBytes(StandardCharsets.UTF_8);
    byte[] whole = stream(header + "600", content);
    for (int length = 1; length < whole.length; length += 1 + random.nextInt(4)) {
      if (!AMBIGUOUS_BYTES.contains(length - header.length())) {
        var heard = sent(Arrays.copyOf(whole, length), PIECE_BYTES_MAX);
        assertEquals(1, heard.lingeringCloses().size());
        assertTrue(
            !heard.lingeringCloses().getFirst().isEmpty(), "it takes " + length + " bytes for all");
      }
    }
    assertEquals(List.of(), Transfers.names(into));
  }

  @Test
  void moreThanWasAnnouncedIsNoFile() throws Exception {
    var heard = sent(stream("bomb<SEPARATOR>12", new byte[100_000]), PIECE_BYTES_MAX);
    assertEquals(Map.of("bomb", "DAMAGED"), heard.told());
    assertEquals(List.of(), Transfers.names(into));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report.txt|data/2026/report.txt",
        "report.txt|C:\\data\\report.txt",
        "passwd|/etc/passwd",
        "Grüße.txt|Grüße.txt"
      })
  void theDirectoriesThatASenderLeavesBeforeTheNameAreForgotten(String name, String said)
      throws Exception {
    sent(stream(said + "<SEPARATOR>3", new byte[3]), PIECE_BYTES_MAX);
    assertEquals(List.of(name), Transfers.names(into));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".bashrc",
        "..",
        "a/..",
        "CON",
        "x\u001b[2J",
        "x ",
        "",
        "a/",
        "-rf",
        "data/-rf",
        "*",
        "a?b",
        "a\"b",
        "<a",
        "a>b",
        "a|b",
        "a\u200bb",
        "a\u00adb",
        "\u3164",
        "\u0301a",
        "z\u0335\u0335\u0335\u0335\u0335\u0335\u0335",
        "a\u00a0"
      })
  void aHostileNameIsRefused(String name) throws Exception {
    var heard = sent(stream(name + "<SEPARATOR>3", new byte[3]), PIECE_BYTES_MAX);
    assertEquals(FailureReason.NAME, heard.outcomes().getFirst().failure().reason());
    assertEquals(List.of(), Transfers.names(into));
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Files.writeString(into.resolve("there"), "old");
    var heard = sent(stream("there<SEPARATOR>3", new byte[3]), PIECE_BYTES_MAX);
    assertEquals(Map.of("there", "EXISTS"), heard.told());
    assertEquals("old", Files.readString(into.resolve("there")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "x<SEPARATOR>", "x<SEPARATOR>y", "x<SEPARATO"})
  void whatIsNoFileIsToldInASentence(String said) throws Exception {
    var heard = sent(stream(said, new byte[0]), PIECE_BYTES_MAX);
    assertEquals(List.of(), heard.outcomes());
    assertTrue(!heard.lingeringCloses().getFirst().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"glued", "apart", "dribbled"})
  void pythonSendsAFile(String manner) throws Exception {
    byte[] content = new byte[manner.equals("dribbled") ? 300 : 1_000_000];
    random.nextBytes(content);
    content[0] = '4';
    content[1] = '2';
    try (var server =
        Server.builder(new FileReceiver(Inbox.of(into), Transfers.IDLE, _ -> TransferListener.NONE))
            .network(Network.system())
            .listen("127.0.0.1:0")
            .start()) {
      Path source = Files.write(elsewhere.resolve("photo.jpg"), content);
      Process python = python(Integer.toString(server.endpoint().port()), source, manner);
      assertTrue(python.waitFor(20, TimeUnit.SECONDS), "the script does not end");
      assertEquals(0, python.exitValue());
      // before the graceful shutdown, which closes a connection on which nothing was received
      awaitServed(server);
    }
    assertEquals(List.of("photo.jpg"), Transfers.names(into));
    assertArrayEquals(content, Files.readAllBytes(into.resolve("photo.jpg")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-rf", "a?b", "a<b", "a|b"})
  void pythonSendsANameThatIsRefused(String name) throws Exception {
    var heard = new Transfers.Heard();
    try (var server =
        Server.builder(new FileReceiver(Inbox.of(into), Transfers.IDLE, _ -> heard))
            .network(Network.system())
            .listen("127.0.0.1:0")
            .start()) {
      Path source = Files.write(elsewhere.resolve(name), new byte[3]);
      Process python = python(Integer.toString(server.endpoint().port()), source, "glued");
      assertTrue(python.waitFor(20, TimeUnit.SECONDS), "the script does not end");
      awaitServed(server);
    }
    assertEquals(FailureReason.NAME, heard.outcomes().getFirst().failure().reason());
    assertEquals(List.of(), Transfers.names(into));
  }

  private static void awaitServed(Server server) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (server.counters().accepted() == 0 || server.counters().active() > 0) {
      assertTrue(System.nanoTime() - end < 0, "no connection was served");
      Thread.onSpinWait();
    }
  }

  private static Process python(String port, Path source, String manner) throws Exception {
    Path script = Path.of(TutorialTest.class.getResource("sender.py").toURI());
    try {
      return new ProcessBuilder("python3", script.toString(), port, source.toString(), manner)
          .inheritIO()
          .start();
    } catch (IOException missing) {
      return Boolean.getBoolean("switchboard.ci")
          ? fail("python3 is missing", missing)
          : abort("python3 is missing: test skipped");
    }
  }
}
