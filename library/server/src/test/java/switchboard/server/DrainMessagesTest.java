package switchboard.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestMatrix;
import switchboard.frames.Codec;
import switchboard.frames.FramedConnection;
import switchboard.frames.HeaderAndBody;
import switchboard.frames.Size;
import switchboard.net.ConnectionLostException;
import switchboard.net.Slice;
import switchboard.server.Board.Caller;

/**
 * Tests with each codec that a drain ends a call between two messages and never inside a message.
 * When the drain begins, one message and a part of the next message have arrived; the tests use
 * each possible length of this part.
 */
@ParameterizedClass
@MethodSource("everything")
class DrainMessagesTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Map<String, Codec<byte[]>> CODECS = codecs();

  private final Over.With with;

  DrainMessagesTest(Over.With with) {
    this.with = with;
  }

  static List<Over.With> everything() {
    return TestMatrix.sample(Over.everything(), 4);
  }

  private static Map<String, Codec<byte[]>> codecs() {
    var all = new LinkedHashMap<String, Codec<byte[]>>();
    all.put("fixed length", Codec.fixedLength(5));
    all.put("delimited", Codec.delimitedBy(0).max(20, Size.BYTES));
    all.put("delimited by CR LF", Codec.delimitedBy(new byte[] {13, 10}).max(20, Size.BYTES));
    all.put("escaped", Codec.delimitedBy(7).escapedBy(8).max(20, Size.BYTES));
    for (int bytes : List.of(1, 2, 3, 4, 8)) {
      all.put("length of " + bytes, Codec.lengthPrefixed().prefixBytes(bytes).max(20, Size.BYTES));
    }
    all.put("varint", Codec.lengthPrefixed().varint().max(20, Size.BYTES));
    all.put("netstrings", Codec.netstrings().max(20, Size.BYTES));
    all.put("CRC-32C", Codec.lengthPrefixed().prefixBytes(1).max(24, Size.BYTES).withCrc32c());
    all.put("chunked", Codec.chunked().max(20, Size.BYTES));
    all.put("lines", text(Codec.lines().max(20, Size.BYTES)));
    all.put("lines with CR LF", text(Codec.lines().crlf().max(20, Size.BYTES)));
    all.put("header and body", headed());
    return all;
  }

  private static Codec<byte[]> text(Codec<String> lines) {
    return lines.map(line -> line.getBytes(UTF_8), bytes -> new String(bytes, UTF_8));
  }

  private static Codec<byte[]> headed() {
    Codec<Integer> header =
        Codec.fixedLength(4)
            .slices()
            .map(
                slice -> slice.intAt(0, java.nio.ByteOrder.BIG_ENDIAN),
                length -> Slice.of(ByteBuffer.allocate(4).putInt(length).array()));
    return Codec.headerAndBody(header)
        .bodyLength(Integer::intValue)
        .max(20, Size.BYTES)
        .map(
            message -> message.body().toBytes(),
            bytes -> new HeaderAndBody<>(bytes.length, Slice.of(bytes)));
  }

  private static byte[] message(String word) {
    return word.getBytes(UTF_8);
  }

  private interface Case {
    void run(Board board, Server server, Caller caller, byte[] next, int cut) throws Exception;
  }

  /**
   * Runs a test for each codec and for each position at which the second message can be
   * interrupted.
   */
  private void everyCut(Case test) throws Exception {
    var cases = new ArrayList<Map.Entry<String, Integer>>();
    CODECS.forEach((name, codec) -> {
      for (int cut = 0; cut < codec.encode(message("later")).length; cut++) {
        cases.add(Map.entry(name, cut));
      }
    });
    for (var each : TestMatrix.sample(cases, 40)) {
      Codec<byte[]> codec = Stream.of(CODECS.get(each.getKey())).findFirst().orElseThrow();
      try (Board board = with.over().board()) {
        Server server =
            board.start(
                Server.builder(
                        connection -> {
                          var frames = new FramedConnection<>(connection, codec);
                          frames.forEach(frames::send);
                        })
                    .strategy(with.strategy()));
        Caller caller = board.call(server);
        byte[] next = codec.encode(message("later"));
        var begun = new ByteArrayOutputStream();
        begun.writeBytes(codec.encode(message("first")));
        begun.write(next, 0, each.getValue());
        caller.connection().write(ByteBuffer.wrap(begun.toByteArray()));
        assertArrayEquals(message("first"), codec.read(caller.connection().source()));
        test.run(board, server, caller, next, each.getValue());
      } catch (AssertionError | Exception e) {
        throw new AssertionError(with + ", " + each, e);
      }
    }
  }

  @Test
  void aMessageThatHasBegunIsAnsweredAndThenTheCallEndsInOrder() throws Exception {
    everyCut((board, server, caller, next, cut) -> {
      var draining = board.meanwhile(() -> server.drain(LONG));
      Board.await("it drains", server::isDraining);
      if (cut > 0) {
        caller.connection().write(ByteBuffer.wrap(next, cut, next.length - cut));
        assertArrayEquals(next, caller.connection().source().readExactly(next.length));
      }
      assertEquals("", caller.hearAll());
      caller.hangUp();
      draining.result();
      assertEquals(1, server.counters().closed(CloseReason.DONE));
    });
  }

  @Test
  void aMessageThatStaysIncompleteIsNeverAnsweredAndTheCallIsReset() throws Exception {
    everyCut((board, server, caller, next, cut) -> {
      if (cut > 0) {
        var draining = board.meanwhile(() -> server.drain(Duration.ofMillis(30)));
        assertThrows(ConnectionLostException.class, caller::hearAll);
        draining.result();
        assertEquals(1, server.counters().closed(CloseReason.DRAINED));
      }
    });
  }

  @Test
  void aPeerThatEndsInsideAMessageIsToldApartFromADrain() throws Exception {
    everyCut((board, server, caller, next, cut) -> {
      caller.connection().shutdownOutput();
      String rest = caller.hearAll();
      Board.await("the call has ended", () -> server.counters().closed() == 1);
      boolean line = cut > 0 && server.counters().closed(CloseReason.DONE) == 1;
      if (line) { // the last line needs no line terminator
        assertTrue(rest.startsWith("later".substring(0, Math.min(cut, 5))), rest);
      } else {
        assertEquals("", rest);
        assertEquals(1, server.counters().closed(cut == 0 ? CloseReason.DONE : CloseReason.ENDED));
      }
    });
  }

  @Test
  void aBroadcastBetweenHeaderAndBodyDoesNotEndTheMessage() throws Exception {
    Codec<byte[]> codec = headed();
    var called = new AtomicReference<switchboard.net.Connection>();
    try (Board board = with.over().board()) {
      Server server =
          board.start(
              Server.builder(
                      connection -> {
                        called.set(connection);
                        var frames = new FramedConnection<>(connection, codec);
                        frames.forEach(frames::send);
                      })
                  .strategy(with.strategy()));
      Caller caller = board.call(server);
      byte[] message = codec.encode(message("later"));
      var source = caller.connection().source();
      caller.connection().write(ByteBuffer.wrap(codec.encode(message("first"))));
      assertArrayEquals(message("first"), codec.read(source));
      caller.connection().write(ByteBuffer.wrap(message, 0, 4));
      Board.await("the header has been read", () -> taken(server, 9 + 4));
      called.get().write(ByteBuffer.wrap(codec.encode(message("to all"))));
      assertArrayEquals(message("to all"), codec.read(source));
      var draining = board.meanwhile(() -> server.drain(LONG));
      Board.await("it drains", server::isDraining);
      caller.connection().write(ByteBuffer.wrap(message, 4, message.length - 4));
      assertArrayEquals(message("later"), codec.read(source));
      assertEquals("", caller.hearAll());
      caller.hangUp();
      draining.result();
    }
  }

  private static boolean taken(Server server, long bytes) {
    return server.counters().bytesRead() == bytes;
  }

  @Test
  void pipelinedMessagesThatHaveComeAreAllAnswered() throws Exception {
    Codec<byte[]> codec = Codec.lengthPrefixed().prefixBytes(2).max(20, Size.BYTES);
    try (Board board = with.over().board()) {
      var gate = new java.util.concurrent.CountDownLatch(1);
      Server server =
          board.start(
              Server.builder(
                      connection -> {
                        var frames = new FramedConnection<>(connection, codec);
                        frames.forEach(frame -> {
                          gate.await();
                          frames.write(frame);
                        });
                      })
                  .strategy(with.strategy()));
      Caller caller = board.call(server);
      var sent = new ByteArrayOutputStream();
      for (int i = 0; i < 100; i++) {
        sent.writeBytes(codec.encode(message("message " + i)));
      }
      caller.connection().write(ByteBuffer.wrap(sent.toByteArray()));
      Board.await("all messages have been read", () -> taken(server, sent.size()));
      var draining = board.meanwhile(() -> server.drain(LONG));
      Board.await("it drains", server::isDraining);
      gate.countDown();
      byte[] answers = caller.hearAll().getBytes(UTF_8);
      assertEquals(Arrays.toString(sent.toByteArray()), Arrays.toString(answers));
      caller.hangUp();
      draining.result();
    }
  }

  @Test
  void anUploadOfRawBytesIsNeverEndedByADrain() throws Exception {
    var failure = new AtomicReference<IOException>();
    try (Board board = with.over().board()) {
      Server server =
          board.start(
              Server.builder(
                      connection -> {
                        try {
                          connection.source().readAll(1000);
                          failure.set(new IOException("it looked complete"));
                        } catch (IOException e) {
                          failure.set(e);
                          throw e;
                        }
                      })
                  .strategy(with.strategy()));
      Caller caller = board.call(server);
      caller.connection().write(ByteBuffer.wrap(message("ten bytes!")));
      Board.await("the bytes have been read", () -> taken(server, 10));
      server.drain(Duration.ofMillis(30));
      assertEquals(1, server.counters().closed(CloseReason.DRAINED));
      Board.await("the handler knows", () -> failure.get() != null);
      assertTrue(failure.get().getMessage().contains("stopping"), failure.get().toString());
      assertThrows(ConnectionLostException.class, caller::hearAll);
    }
  }

  @Test
  void anUploadThatEndsWithinTheGracePeriodIsComplete() throws Exception {
    var stored = new AtomicReference<byte[]>();
    try (Board board = with.over().board()) {
      Server server =
          board.start(
              Server.builder(connection -> stored.set(connection.source().readAll(1000)))
                  .strategy(with.strategy()));
      Caller caller = board.call(server);
      caller.connection().write(ByteBuffer.wrap(message("first half, ")));
      Board.await("the bytes have been read", () -> taken(server, 12));
      var draining = board.meanwhile(() -> server.drain(LONG));
      Board.await("it drains", server::isDraining);
      caller.connection().write(ByteBuffer.wrap(message("second half")));
      caller.connection().shutdownOutput();
      assertEquals("", caller.hearAll());
      caller.hangUp();
      draining.result();
      assertEquals("first half, second half", new String(stored.get(), UTF_8));
      assertEquals(1, server.counters().closed(CloseReason.DONE));
    }
  }
}
