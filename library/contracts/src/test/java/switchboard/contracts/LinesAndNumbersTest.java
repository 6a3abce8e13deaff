package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.BadMessageException;
import switchboard.net.BadTextException;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.LimitExceededException;
import switchboard.net.Network;
import switchboard.net.Sink;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;
import switchboard.net.spi.support.BufferPool;
import switchboard.testkit.MemoryEngine;

/** Tests lines that must end with CR LF, and decimal numbers, as in most text protocols. */
class LinesAndNumbersTest {
  private static final Endpoint ENDPOINT = Endpoint.tcp("127.0.0.1", 0);

  @AutoClose private final TestScope scope = new TestScope();

  private static Source source(String text) {
    return Source.of(TestBytes.text(text));
  }

  /**
   * Returns a connection from which {@code bytes} can be read in pieces of at most {@code
   * pieceMax}, then EOF.
   */
  private Connection of(byte[] bytes, int pieceMax) throws IOException {
    TestScope.Pair pair = scope.pair(Network.over(new MemoryEngine(pieceMax)), ENDPOINT);
    scope.start(() -> {
      pair.client().write(ByteBuffer.wrap(bytes));
      pair.client().shutdownOutput();
    });
    return pair.server();
  }

  /** Sizes at the limits: small sizes, and sizes around the size of each buffer. */
  static IntStream sizes() {
    return IntStream.concat(
        IntStream.rangeClosed(0, 64),
        IntStream.of(BufferPool.BYTES, BufferPool.LARGE_BYTES)
            .flatMap(size -> IntStream.rangeClosed(size - 3, size + 1)));
  }

  @Test
  void linesOfEverySizeComeAsTheyWereWritten() throws Exception {
    for (int pieceMax : new int[] {64 * 1024, BufferPool.BYTES - 1, 1000}) {
      TestScope.Pair pair = scope.pair(Network.over(new MemoryEngine(pieceMax)), ENDPOINT);
      TestTask<?> writer =
          scope.start(() -> {
            for (int size : sizes().toArray()) {
              pair.client().sink().writeCrlfLine("x".repeat(size));
            }
            pair.client().sink().shutdownOutput();
          });
      for (int size : sizes().toArray()) {
        assertEquals("x".repeat(size), pair.server().source().readCrlfLine(size));
      }
      assertNull(pair.server().source().readCrlfLine(0));
      writer.result();
    }
  }

  @Test
  void aLineLongerThanTheLimitIsRefusedAndTakesNothing() throws IOException {
    for (int size : sizes().filter(each -> each > 0).toArray()) {
      Source source = source("x".repeat(size) + "\r\nnext\r\n");
      assertThrows(LimitExceededException.class, () -> source.readCrlfLine(size - 1));
      assertThrows(LimitExceededException.class, () -> source.readCrlfLine(size - 1));
      assertEquals(size, source.skipPastCrlf());
      assertEquals("next", source.readCrlfLine(4));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "\r",
        "\r\r",
        "\n\n",
        "\n\r",
        "a\nb",
        "a\rb",
        "end\n.\n",
        "end\r.\r",
        "end\n.",
        "a\r",
        "\n\n\r\r"
      })
  void aLineWithABareLfOrCrIsTakenWholeAndRefused(String bad) throws IOException {
    byte[] bytes = (bad + "\r\nnext\r\n").getBytes(UTF_8);
    for (int pieceMax = 1; pieceMax <= bytes.length; pieceMax++) {
      Source source = of(bytes, pieceMax).source();
      var error = assertThrows(BadMessageException.class, () -> source.readCrlfLine(80));
      int at = IntStream.range(0, bad.length()).filter(i -> bytes[i] < ' ').findFirst().orElse(-1);
      String which = bytes[at] == '\n' ? "LF" : "CR";
      assertEquals(
          "a line of %s bytes has a bare %s at index %s; only CR LF ends a line"
              .formatted(bad.length(), which, at),
          error.getMessage());
      assertEquals(
          "next", source.readCrlfLine(80), "the rest of a bad line is skipped, not read as a line");
      assertNull(source.readCrlfLine(80));
    }
  }

  @Test
  void aCrAtTheEndOfABufferAndItsLfInTheNextEndALine() throws Exception {
    for (int size : new int[] {BufferPool.BYTES - 1, BufferPool.LARGE_BYTES - 1}) {
      String line = "x".repeat(size);
      TestScope.Pair pair = scope.pair(Network.over(new MemoryEngine(1024)), ENDPOINT);
      TestTask<String> reader = scope.call(() -> pair.server().source().readCrlfLine(size));
      pair.client().write(TestBytes.text(line + "\r"));
      reader.awaitBlocked();
      pair.client().write(TestBytes.text("\n"));
      assertEquals(line, reader.result());
    }
  }

  @Test
  void aLineThatTheStreamEndsInsideIsTruncated() throws IOException {
    for (String half : List.of("a", "a\r", "\r", "\n", "a\n")) {
      Source source = source(half);
      assertThrows(UnexpectedEofException.class, () -> source.readCrlfLine(80));
      assertEquals(half.length(), source.buffered());
    }
    assertNull(source("").readCrlfLine(80));
  }

  @Test
  void aLineThatIsNotUtf8IsTakenAndRefused() throws IOException {
    Source source = Source.of(ByteBuffer.wrap(new byte[] {'a', -1, '\r', '\n', 'b', '\r', '\n'}));
    assertThrows(BadTextException.class, () -> source.readCrlfLine(80));
    assertEquals("b", source.readCrlfLine(80));
  }

  @Test
  void skippingPastCrLfStopsAtNothingElse() throws IOException {
    byte[] bytes = "a\nb\rc\r\rd\n\r\nnext\r\nlast\r".getBytes(UTF_8);
    for (int pieceMax = 1; pieceMax <= bytes.length; pieceMax++) {
      Source source = of(bytes, pieceMax).source();
      assertEquals(9, source.skipPastCrlf());
      assertEquals("next", source.readCrlfLine(9));
      assertEquals(5, source.skipPastCrlf());
      assertEquals(0, source.skipPastCrlf());
    }
  }

  @Test
  void skippingPastCrLfAtomicallyHasTheSameLimitAsSkipping() throws IOException {
    int most = 1024 * 1024;
    Source source = source("x".repeat(most - 1) + "\r\nx\r\n");
    assertThrows(LimitExceededException.class, () -> source.atomically(source::skipPastCrlf));
    source.skip(1);
    assertEquals(most - 2, source.atomically(source::skipPastCrlf));
    assertEquals("x", source.readCrlfLine(1));
  }

  @Test
  void theLineThatIsWrittenHasNoEndingInside() throws IOException {
    Sink sink = of(new byte[0], 100).sink();
    for (String bad : List.of("\r", "\n", "a\nb", "a\r\nb", "a\r")) {
      var error = assertThrows(IllegalArgumentException.class, () -> sink.writeCrlfLine(bad));
      String message = String.valueOf(error.getMessage());
      assertTrue(message.endsWith(bad.startsWith("a") ? "1" : "0"), message);
    }
    assertEquals(0, sink.buffered());
  }

  @Test
  void numbersGoThereAndBackAtEveryLengthAndLimit() throws IOException {
    var numbers =
        Stream.concat(
            Stream.of(0L, Long.MAX_VALUE, (long) Integer.MAX_VALUE),
            IntStream.range(0, 19)
                .mapToObj(i -> (long) Math.pow(10, i))
                .flatMap(power -> Stream.of(power - 1, power, power + 1)));
    for (long number : numbers.toList()) {
      Source source = source(written(number) + ";");
      assertEquals(number, source.readDecimal(number));
      assertEquals(1, source.buffered());
      if (number > 0) {
        Source greater = source(number + ";");
        assertThrows(LimitExceededException.class, () -> greater.readDecimal(number - 1));
        assertEquals(
            number, greater.readDecimal(Long.MAX_VALUE), "the failed read consumed nothing");
      }
    }
  }

  private String written(long number) throws IOException {
    TestScope.Pair pair = scope.pair(Network.over(new MemoryEngine()), ENDPOINT);
    pair.client().sink().writeDecimal(number).shutdownOutput();
    return new String(TestBytes.readAll(pair.server()), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -9, -10, -123_456, Long.MIN_VALUE, Long.MAX_VALUE, 1_000_000})
  void everyLongIsWrittenAsTheJdkWritesIt(long number) throws IOException {
    assertEquals(String.valueOf(number), written(number));
  }

  @Test
  void numbersFillTheBufferToItsLastByte() throws IOException {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    TestScope.Pair pair = scope.pair(Network.over(new MemoryEngine(4096)), ENDPOINT);
    int count = 5000;
    long[] numbers = random.longs(count).map(each -> (each >>> 1) >> random.nextInt(63)).toArray();
    scope.start(() -> {
      for (long each : numbers) {
        pair.client().sink().writeDecimal(each).writeByte(' ');
      }
      pair.client().sink().shutdownOutput();
    });
    Source source = pair.server().source();
    for (long each : numbers) {
      assertEquals(each, source.readDecimal(Long.MAX_VALUE), () -> "seed " + seed);
      assertEquals(' ', source.readByte());
    }
  }

  @ParameterizedTest
  @CsvSource({"-1;", "+1;", "' 1;'", ";", "x", "\u0661;", "0x1;"})
  void whatDoesNotBeginWithADigitIsNoNumber(String text) throws IOException {
    Source source = Source.of(ByteBuffer.wrap(text.getBytes(UTF_8)));
    if (text.startsWith("0")) {
      assertEquals(0, source.readDecimal(9));
      assertEquals('x', source.readByte());
    } else {
      int before = source.buffered();
      assertThrows(ProtocolException.class, () -> source.readDecimal(Long.MAX_VALUE));
      assertEquals(before, source.buffered());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808;",
        "9999999999999999999;",
        "18446744073709551617;",
        "00000000000000000001;",
        "100000000000000000000000000000000;"
      })
  void whatDoesNotFitALongIsTooLong(String text) {
    assertThrows(LimitExceededException.class, () -> source(text).readDecimal(Long.MAX_VALUE));
  }

  @Test
  void zerosAtTheFrontAreDigitsLikeOthers() throws IOException {
    assertEquals(7, source("0000000000000000007;").readDecimal(7));
    assertEquals(0, source("00;").readDecimal(0));
    assertThrows(LimitExceededException.class, () -> source("01;").readDecimal(0));
    assertThrows(IllegalArgumentException.class, () -> source("1;").readDecimal(-1));
  }

  @Test
  void aNumberMayBeHalfOfOneWhereTheStreamEnds() {
    Source source = source("12");
    assertThrows(UnexpectedEofException.class, () -> source.readDecimal(99));
    assertEquals(2, source.buffered());
    assertThrows(UnexpectedEofException.class, () -> source("").readDecimal(99));
  }

  @Test
  void aNumberCostsNoMemory() throws IOException {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int count = 10_000;
    Source source = source("1234567890123 ".repeat(count));
    Sink sink = of(new byte[0], 1024 * 1024).sink();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < count; i++) {
      sink.writeDecimal(source.readDecimal(Long.MAX_VALUE));
      source.skip(1);
      if (sink.buffered() > 1000) {
        sink.discard();
      }
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 10L * count, () -> allocated + " bytes for " + count + " numbers");
  }

  @Test
  void aReadThatIsCutAtAnyByteMayBeRepeated() throws Exception {
    assertRepeatable("a line\r\n", "a line", source -> source.readCrlfLine(6));
    assertRepeatable("bad\nline\r\n", "a bare LF at index 3", LinesAndNumbersTest::mistake);
    assertRepeatable(
        "12345;", 12345L + 59, source -> source.readDecimal(12345) + source.readByte());
    assertRepeatable("\r\n", "", source -> source.readCrlfLine(0));
  }

  private static String mistake(Source source) throws IOException {
    try {
      return String.valueOf(source.readCrlfLine(8));
    } catch (BadMessageException bad) {
      String message = String.valueOf(bad.getMessage());
      return message.substring(message.indexOf("a bare"), message.indexOf(';'));
    }
  }

  /** Reads a value from a source. */
  private interface Taking {
    @Nullable Object from(Source source) throws IOException;
  }

  private void assertRepeatable(String text, Object expected, Taking taking) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    TestScope.Pair pair = scope.pair(Network.over(new MemoryEngine()), ENDPOINT);
    Source source = pair.server().source();
    for (int cut = 0; cut < bytes.length; cut++) {
      pair.client().write(ByteBuffer.wrap(bytes, 0, cut));
      try (var _ = Deadline.after(Duration.ofMillis(1))) {
        assertThrows(
            DeadlineExceededException.class,
            () -> taking.from(source),
            "deadline after " + cut + " bytes");
      }
      pair.client().write(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
      assertEquals(expected, taking.from(source), "deadline after " + cut + " bytes");
    }
    assertEquals(0, source.buffered());
  }
}
