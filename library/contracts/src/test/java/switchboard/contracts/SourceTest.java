package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.BadTextException;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.FileRange;
import switchboard.net.LimitExceededException;
import switchboard.net.Network;
import switchboard.net.ReadAction;
import switchboard.net.Sink;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;
import switchboard.net.spi.support.BufferPool;
import switchboard.testkit.Faults;
import switchboard.testkit.FaultyEngine;
import switchboard.testkit.MemoryEngine;

/**
 * Tests the reading side of a connection, with bytes that arrive together, one by one or in random
 * pieces. Some tests let a read fail at each position of the stream.
 */
class SourceTest {
  private static final Endpoint ENDPOINT = Endpoint.tcp("127.0.0.1", 0);

  @AutoClose private final TestScope scope = new TestScope();

  /** The way in which the bytes arrive. */
  enum Arrival {
    WHOLE,
    BYTE_BY_BYTE,
    AT_RANDOM
  }

  private TestScope.Pair pair(Arrival arrival, long seed) throws IOException {
    Faults faults = Faults.seeded(seed).shortReads(arrival == Arrival.AT_RANDOM ? 0.8 : 0);
    var engine = new MemoryEngine(arrival == Arrival.BYTE_BY_BYTE ? 1 : 64 * 1024);
    return scope.pair(Network.over(new FaultyEngine(engine, faults)), ENDPOINT);
  }

  /** Returns a connection from which {@code bytes} can be read, then EOF. */
  private Connection of(Arrival arrival, long seed, byte[] bytes) throws IOException {
    TestScope.Pair pair = pair(arrival, seed);
    scope.start(() -> {
      pair.client().write(ByteBuffer.wrap(bytes));
      pair.client().shutdownOutput();
    });
    return pair.server();
  }

  private Source source(String text) throws IOException {
    return of(Arrival.WHOLE, 0, text.getBytes(UTF_8)).source();
  }

  private static byte[] everyKind() {
    var bytes = ByteBuffer.allocate(200);
    bytes.put((byte) -5).putShort((short) -300).putInt(70_000).putLong(-1L << 40);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putShort((short) 300).putInt(-70_000).putLong(1L << 40);
    bytes.put("exactly".getBytes(UTF_8)).put("until;".getBytes(UTF_8));
    bytes.put("line\n".getBytes(UTF_8)).put("Zeile é\r\n".getBytes(UTF_8)).put((byte) '\n');
    bytes.put("skipped".getBytes(UTF_8)).put("past,all of the rest".getBytes(UTF_8));
    byte[] whole = new byte[bytes.position()];
    bytes.get(0, whole);
    return whole;
  }

  private static void readEveryKind(Source source) throws IOException {
    assertEquals(-5, source.readByte());
    assertEquals(-300, source.readShort());
    assertEquals(70_000, source.readInt());
    assertEquals(-1L << 40, source.readLong());
    assertEquals(300, source.readShort(ByteOrder.LITTLE_ENDIAN));
    assertEquals(-70_000, source.readInt(ByteOrder.LITTLE_ENDIAN));
    assertEquals(1L << 40, source.readLong(ByteOrder.LITTLE_ENDIAN));
    assertEquals("exactly", new String(source.readExactly(7), UTF_8));
    assertEquals("until", text(source.readUntil((byte) ';', 5)));
    assertEquals("line", source.readLine(4));
    assertEquals("Zeile é", source.readLine(8));
    assertEquals("", source.readLine(0));
    source.skip(7);
    assertEquals(4, source.skipPast((byte) ','));
    assertFalse(source.exhausted());
    assertEquals("all of the rest", text(source.readAll(15)));
    assertTrue(source.exhausted());
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "(EOF)" : new String(bytes, UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void everyMethodTakesWhatItPromisesHoweverTheBytesCome(Arrival arrival) throws IOException {
    for (int i = 0; i < 20; i++) {
      long seed = System.nanoTime();
      try {
        readEveryKind(of(arrival, seed, everyKind()).source());
      } catch (IOException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void aStreamCutAtAnyPlaceFailsCleanly() throws IOException {
    byte[] whole = everyKind();
    int toTheRest = whole.length - "all of the rest".length();
    for (int length = 0; length < toTheRest; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Source source = of(Arrival.WHOLE, 0, cut).source();
      int at = length;
      assertThrows(
          Throwable.class, () -> readEveryKind(source), () -> "truncated after " + at + " bytes");
      assertTrue(source.buffered() <= length);
    }
  }

  @Test
  void aNegativeNumberOfBytesIsAMistakeOfTheCaller() throws IOException {
    Source source = source("abc");
    assertThrows(IllegalArgumentException.class, () -> source.peek(-1));
    assertThrows(IllegalArgumentException.class, () -> source.readExactly(-1));
    assertEquals(3, source.readExactly(3).length);
  }

  @Test
  void whatCameBeforeACutStaysThere() throws IOException {
    Source source = source("abc");
    var truncated = assertThrows(UnexpectedEofException.class, () -> source.readExactly(5));
    assertEquals("the stream ended after 3 of 5 bytes", truncated.getMessage());
    assertThrows(UnexpectedEofException.class, source::readInt);
    assertThrows(UnexpectedEofException.class, () -> source.readUntil((byte) ';', 10));
    assertEquals("abc", text(source.peek(10)));
    assertEquals("abc", source.readLine(3));
    assertNull(source.readLine(3));
    assertNull(source.readUntil((byte) ';', 10));
  }

  @Test
  void linesHaveALimitAndOneMayGoOnBehindIt() throws IOException {
    Source source = source("12345\r\n123456\r\n1234567\nlast");
    assertEquals("12345", source.readLine(5));
    assertThrows(LimitExceededException.class, () -> source.readLine(5));
    assertThrows(LimitExceededException.class, () -> source.readLine(5));
    assertEquals(7, source.skipPast((byte) '\n'));
    assertThrows(LimitExceededException.class, () -> source.readLine(6));
    assertEquals("1234567", source.readLine(7));
    assertThrows(LimitExceededException.class, () -> source.readLine(3));
    assertEquals("last", source.readLine(4));
    assertNull(source.readLine(4));
  }

  @Test
  void delimitersHaveALimitToo() throws IOException {
    Source source = source("123;1234;");
    assertEquals("123", text(source.readUntil((byte) ';', 3)));
    assertThrows(LimitExceededException.class, () -> source.readUntil((byte) ';', 3));
    assertEquals("1234", text(source.readUntil((byte) ';', 4)));
    assertThrows(LimitExceededException.class, () -> source("12345").readAll(4));
    assertEquals("12345", text(source("12345").readAll(5)));
  }

  @Test
  void aLineThatIsNotTextIsTakenAndTheNextOneIsRead() throws IOException {
    byte[] bytes = {'a', (byte) 0xFF, '\n', 'b', '\n'};
    Source source = of(Arrival.WHOLE, 0, bytes).source();
    assertThrows(BadTextException.class, () -> source.readLine(10));
    assertEquals("b", source.readLine(10));
  }

  @Test
  void aReadThatADeadlineCutLosesNothing() throws IOException {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    byte[] sent = TestBytes.random(seed, 3000);
    TestScope.Pair pair = pair(Arrival.AT_RANDOM, seed);
    scope.start(() -> {
      for (int at = 0; at < sent.length; ) {
        int piece = Math.min(sent.length - at, 1 + random.nextInt(5));
        pair.client().write(ByteBuffer.wrap(sent, at, piece));
        at += piece;
        LockSupport.parkNanos(10_000);
      }
    });
    var taken = ByteBuffer.allocate(sent.length);
    while (taken.hasRemaining()) {
      try (var _ = Deadline.after(Duration.ofNanos(30_000))) {
        taken.put(pair.server().source().readExactly(Math.min(50, taken.remaining())));
      } catch (DeadlineExceededException again) {
        assertTrue(pair.server().isOpen(), () -> "seed " + seed);
      }
    }
    assertArrayEquals(sent, taken.array(), () -> "seed " + seed);
  }

  @Test
  void aLineWithoutEndIsRefusedAtItsLimitAndNotWhenItHasCome() throws Exception {
    TestScope.Pair pair = pair(Arrival.WHOLE, 0);
    TestTask<?> sender = scope.start(() -> TestBytes.writeWithoutEnd(pair.client())).awaitBlocked();
    Source source = pair.server().source();
    assertThrows(LimitExceededException.class, () -> source.readLine(1000));
    assertTrue(source.buffered() <= 64 * 1024, () -> source.buffered() + " bytes are held");
    assertFalse(sender.isDone());
    assertThrows(LimitExceededException.class, () -> source.readAll(100_000));
    assertTrue(source.buffered() <= 300_000, () -> source.buffered() + " bytes are held");
    source.skip(10_000_000);
    assertTrue(source.buffered() <= 64 * 1024 * 2, () -> source.buffered() + " bytes are held");
  }

  @Test
  void aLargeReadGrowsTheBufferAndKeepsTheOrder() throws IOException {
    byte[] sent = TestBytes.random(9, 1_000_000);
    Source source = of(Arrival.WHOLE, 0, sent).source();
    assertEquals(sent[0], source.readByte());
    assertArrayEquals(Arrays.copyOfRange(sent, 1, sent.length), source.readExactly(999_999));
  }

  @Test
  void readTakesWhatIsThere() throws IOException {
    Source source = source("abcdef");
    assertTrue(source.request(6));
    assertFalse(source.request(7));
    var some = ByteBuffer.allocate(4);
    assertEquals(4, source.read(some));
    assertEquals(2, source.buffered());
    assertEquals(0, source.read(some));
    assertEquals(2, source.read(some.clear()));
    assertEquals(-1, source.read(some));
    assertEquals(0, source.peek(10).length);
  }

  @Test
  void transferHandsEverythingOnAsItComes() throws Exception {
    TestScope.Pair in = pair(Arrival.AT_RANDOM, 4);
    TestScope.Pair out = pair(Arrival.WHOLE, 0);
    TestTask<Long> transfer =
        scope.call(() -> in.server().source().transferTo(out.client().sink()));
    in.client().write(TestBytes.text("first"));
    assertEquals("first", TestBytes.readText(out.server(), 5));
    in.client().write(TestBytes.text("second"));
    in.client().shutdownOutput();
    assertEquals("second", TestBytes.readText(out.server(), 6));
    assertEquals(11, transfer.result());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytesInMemoryAreAStreamThatEnds(boolean direct) throws Exception {
    ByteBuffer around = direct ? ByteBuffer.allocateDirect(40) : ByteBuffer.allocate(40);
    around.position(10).put(TestBytes.text("a line\n\1\2\3rest")).flip().position(10);
    Source source = Source.of(around.asReadOnlyBuffer());
    assertEquals(14, source.buffered());
    assertEquals("a line", source.readLine(80));
    assertEquals(0x0102, source.readShort());
    assertThrows(UnexpectedEofException.class, () -> source.readExactly(6));
    assertThrows(
        DeadlineExceededException.class,
        () ->
            source.atomically(() -> {
              source.skip(2);
              throw new DeadlineExceededException();
            }));
    assertEquals("\3r", new String(source.readExactly(2), UTF_8));
    TestScope.Pair out = pair(Arrival.WHOLE, 0);
    assertEquals(3, source.transferTo(out.client().sink()));
    assertEquals("est", TestBytes.readText(out.server(), 3));
    assertEquals(-1, source.read(ByteBuffer.allocate(1)));
    assertTrue(source.exhausted());
    assertEquals(10, around.position());
    assertTrue(Source.of(ByteBuffer.allocate(0)).exhausted());
  }

  @Test
  void bytesInMemoryStayTheirOwners() throws IOException {
    ByteBuffer owned =
        ByteBuffer.allocateDirect(BufferPool.BYTES); // of the same size as pooled buffers
    Source.of(owned).skip(BufferPool.BYTES);
    ByteBuffer borrowed = BufferPool.acquire().put(0, (byte) 1);
    assertEquals(0, owned.get(0));
    BufferPool.release(borrowed);
  }

  /**
   * Requires that {@code reading} leaves the source unchanged if it fails because a deadline
   * expires.
   */
  private static void assertPutBack(Source source, ReadAction<?> reading) throws IOException {
    byte[] before = source.peek(Integer.MAX_VALUE);
    assertThrows(
        DeadlineExceededException.class,
        () ->
            source.atomically(() -> {
              var _ = reading.read();
              throw new DeadlineExceededException();
            }));
    assertArrayEquals(before, source.peek(Integer.MAX_VALUE));
  }

  @Test
  void whateverWasReadAtomicallyIsPutBack() throws IOException {
    Source source = Source.of(TestBytes.text("a line\nand; 123 more".repeat(10)));
    assertPutBack(source, () -> source.read(ByteBuffer.allocate(3)));
    assertPutBack(source, () -> source.readExactly(30));
    assertPutBack(source, () -> source.readLine(30));
    assertPutBack(source, () -> source.readUntil((byte) ';', 30));
    assertPutBack(source, () -> source.skipPast((byte) ';'));
    assertPutBack(source, () -> source.skipPast((byte) '$'));
    assertPutBack(source, () -> source.readSlice(1, 2, 3));
    assertPutBack(source, () -> source.readAll(1000).length);
    assertPutBack(source, () -> source.readByte() + source.readShort() + source.readLong());
    assertPutBack(
        source,
        () -> {
          source.skip(40);
          return source.atomically(source::readInt);
        });
  }

  @Test
  void aFailedInnerAtomicReadPutsBackOnlyItsOwnBytes() throws IOException {
    Source source = Source.of(TestBytes.text("12345"));
    String taken =
        source.atomically(() -> {
          String first = text(source.readExactly(1));
          assertPutBack(source, () -> source.readExactly(3));
          return first + text(source.readExactly(2));
        });
    assertEquals("123", taken);
    assertEquals("45", source.readLine(2));
  }

  @Test
  void skippingAtomicallyIsLimitedSinceTheBytesStayInMemory() throws Exception {
    int most = 1024 * 1024;
    TestScope.Pair pair = pair(Arrival.WHOLE, 0);
    TestTask<?> sender = scope.start(() -> TestBytes.writeWithoutEnd(pair.client()));
    Source source = pair.server().source();
    assertThrows(
        IllegalStateException.class,
        () ->
            source.atomically(() -> {
              source.skip(Long.MAX_VALUE);
              return 0;
            }));
    int skipped =
        source.atomically(() -> {
          source.skip(most - 1);
          assertThrows(IllegalStateException.class, () -> source.skip(2));
          source.skip(1);
          assertThrows(IllegalStateException.class, () -> source.skip(1));
          source.skip(0);
          return most;
        });
    assertEquals(most, skipped);
    assertThrows(
        LimitExceededException.class,
        // never finds the byte 1, because all bytes are 0
        () -> source.atomically(() -> source.skipPast((byte) 1)));
    assertTrue(source.buffered() >= most, "the failed skip consumed nothing");
    assertTrue(source.buffered() <= 5 * most, () -> source.buffered() + " bytes are held");
    assertFalse(sender.isDone());
    source.skip(10L * most);
  }

  @Test
  void delimitersSkippedAtomicallyCountToo() throws IOException {
    int most = 1024 * 1024;
    Source source = Source.of(ByteBuffer.allocate(most + 1));
    int count =
        source.atomically(() -> {
          for (int i = 0; i < most; i++) {
            assertEquals(0, source.skipPast((byte) 0));
          }
          assertThrows(LimitExceededException.class, () -> source.skipPast((byte) 0));
          return most;
        });
    assertEquals(count, most);
    assertEquals(1, source.buffered());
  }

  @Test
  void transferredBytesCannotBePutBackSoTransfersAreRefusedAtomically() throws Exception {
    Source source = Source.of(TestBytes.text("12345"));
    Sink sink = pair(Arrival.WHOLE, 0).client().sink();
    assertThrows(
        IllegalStateException.class, () -> source.atomically(() -> source.transferTo(sink)));
    Path file = Files.createTempFile("switchboard", "whole");
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var range = FileRange.of(channel, 0, 5);
      assertThrows(
          IllegalStateException.class, () -> source.atomically(() -> source.transferTo(range)));
      assertEquals(0, range.position());
      assertEquals(5, source.transferTo(range));
    } finally {
      Files.delete(file);
    }
  }
}
