package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.chat.LineReader.Line;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/** Tests how bytes from programs and terminals are split into lines, with and without pauses. */
class LineReaderTest {
  private static final Duration STEP = Duration.ofMillis(500);
  private static final long LOOK_NANOS = 1_000_000;

  private final TestScope scope = new TestScope();
  private TestScope.Pair pair;
  private LineReader reader;

  @BeforeEach
  void connect() throws IOException {
    pair = scope.pair(MemoryEngine.network(), Endpoint.parse("tcp://127.0.0.1:0"));
    reader = new LineReader(pair.server().source(), new Telnet(_ -> {}), () -> {});
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private void send(byte[] bytes) throws IOException {
    pair.client().write(ByteBuffer.wrap(bytes));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<Line> rest() throws IOException {
    var lines = new ArrayList<Line>();
    for (Line line = reader.next(); line != null; line = reader.next()) {
      lines.add(line);
    }
    return lines;
  }

  private List<Line> linesOf(byte[]... pieces) throws Exception {
    TestTask<List<Line>> read = scope.call(this::rest);
    for (byte[] piece : pieces) {
      send(piece);
    }
    pair.client().shutdownOutput();
    return read.result();
  }

  private static Line text(String text) {
    return new Line.Text(text);
  }

  @Test
  void linesMayEndWithLfCrLfCrNulOrTheStream() throws Exception {
    assertEquals(
        List.of(text("a"), text("b"), text("c"), text(""), text("d")),
        linesOf(bytes("a\nb\r\nc\r\0\nd")));
  }

  @Test
  void aStreamCutAnywhereGivesTheSameLines() throws Exception {
    byte[] stream = bytes("ann\r\nGrüße 👋\n\nlast");
    List<Line> expected = List.of(text("ann"), text("Grüße 👋"), text(""), text("last"));
    long seed = System.nanoTime();
    var random = new Random(seed);
    var pieces = new ArrayList<byte[]>();
    for (int at = 0; at < stream.length; ) {
      int next = Math.min(stream.length, at + 1 + random.nextInt(3));
      pieces.add(Arrays.copyOfRange(stream, at, next));
      at = next;
    }
    assertEquals(expected, linesOf(pieces.toArray(byte[][]::new)), "seed " + seed);
  }

  @Test
  void aCharacterCutBetweenTwoReadsIsWhole() throws Exception {
    byte[] stream = bytes("ü\n");
    assertEquals(
        List.of(text("ü")), linesOf(new byte[] {stream[0]}, new byte[] {stream[1]}, bytes("\n")));
  }

  @Test
  void bytesThatAreNotUtf8AreOneBadLine() throws Exception {
    assertEquals(
        List.of(new Line.NotText(), text("good")),
        linesOf(new byte[] {'J', (byte) 0xFC, 'r', 'g', '\n'}, bytes("good\n")));
  }

  @Test
  void theLongestLineIsTakenAndOneByteMoreIsNot() throws Exception {
    String longest = "x".repeat(LineReader.LINE_BYTES_MAX);
    assertEquals(
        List.of(text(longest), text(longest), new Line.TooLong(), new Line.TooLong(), text("y")),
        linesOf(
            bytes(longest + "\n"),
            bytes(longest + "\r\n"),
            bytes(longest + "x\n"),
            bytes(longest + "x\r\n"),
            bytes("y")));
  }

  @Test
  void textWithoutLineEndIsALineAfterTwoSecondsOfSilence() throws Exception {
    var ticker = new ManualTicker();
    TestTask<Line> read = scope.call(() -> under(ticker, reader::next));
    send(bytes("he"));
    for (int i = 0; i < 3; i++) {
      ticker.awaitParked(1);
      ticker.advance(STEP);
    }
    assertFalse(read.isDone(), "after a second and a half");
    send(bytes("llo"));
    var silence = Duration.ZERO;
    while (!read.isDone()) {
      LockSupport.parkNanos(LOOK_NANOS);
      ticker.advance(STEP);
      silence = silence.plus(STEP);
    }
    assertTrue(silence.compareTo(Duration.ofSeconds(2)) >= 0, "after " + silence);
    assertEquals(text("hello"), read.result());
  }

  @Test
  void anIdleReaderWaitsForEverAndHoldsNoBuffer() throws Exception {
    var ticker = new ManualTicker();
    TestTask<Line> read = scope.call(() -> under(ticker, reader::next));
    read.awaitBlocked();
    assertEquals(0, ticker.parked());
    assertEquals(0, pair.server().source().buffered());
    pair.client().shutdownOutput();
    assertNull(read.result());
  }

  @Test
  void anOuterDeadlineIsNotTakenForSilence() throws Exception {
    send(bytes("half"));
    assertThrows(
        DeadlineExceededException.class,
        () -> {
          try (var _ = Deadline.after(Duration.ofMillis(20))) {
            reader.next();
          }
        });
    send(bytes(" and half\n"));
    assertEquals(text("half and half"), reader.next());
  }

  @Test
  void tenMegabytesWithoutLineEndAreOneBadLineInBoundedMemory() throws Exception {
    TestTask<Boolean> sent =
        scope.start(() -> {
          byte[] block = bytes("x".repeat(64 * 1024));
          for (int i = 0; i < 160; i++) {
            send(block);
          }
          send(bytes("\nnext\n"));
        });
    assertInstanceOf(Line.TooLong.class, reader.next());
    assertEquals(text("next"), reader.next());
    sent.result();
  }

  /** Runs {@code step} with {@code ticker} as the ticker of the thread. */
  private static Line under(ManualTicker ticker, Callable<Line> step) {
    var line = new ArrayList<Line>();
    ticker.run(() -> {
      try {
        line.add(step.call());
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
    return line.getFirst();
  }
}
