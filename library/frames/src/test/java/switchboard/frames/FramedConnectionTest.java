package switchboard.frames;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.TestScope;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.UnexpectedEofException;
import switchboard.testkit.MemoryEngine;

/** Framed connections over in-memory pipes of one byte and of many bytes. */
@ParameterizedClass
@ValueSource(ints = {1, 7, 65_536})
class FramedConnectionTest {
  private static final Codec<byte[]> CODEC = Codec.lengthPrefixed().max(1, Size.MIB);

  private final TestScope scope = new TestScope();
  private final TestScope.Pair pair;
  private final FramedConnection<byte[]> here;
  private final FramedConnection<byte[]> there;

  FramedConnectionTest(int pipeBytes) throws IOException {
    var network = scope.add(Network.over(new MemoryEngine(pipeBytes)));
    pair = scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
    here = new FramedConnection<>(pair.client(), CODEC);
    there = new FramedConnection<>(pair.server(), CODEC);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static byte[] message(int length) {
    byte[] message = new byte[length];
    for (int i = 0; i < length; i++) {
      message[i] = (byte) (i * 31 + length);
    }
    return message;
  }

  @Test
  void whatIsSentIsReceivedMessageByMessage() throws Exception {
    var sending =
        scope.start(() -> {
          for (int length : List.of(0, 1, 100, 5000)) {
            here.send(message(length));
          }
          pair.client().shutdownOutput();
        });
    for (int length : List.of(0, 1, 100, 5000)) {
      assertArrayEquals(message(length), there.receive());
    }
    assertNull(there.receive());
    assertNull(there.receive(), "the end comes again and again");
    sending.result();
  }

  @Test
  void forEachHandsOutEveryMessageUntilTheEnd() throws Exception {
    scope.start(() -> {
      for (int length = 0; length < 20; length++) {
        here.send(message(length));
      }
      pair.client().shutdownOutput();
    });
    var lengths = new ArrayList<Integer>();
    there.forEach(frame -> lengths.add(frame.length));
    assertEquals(20, lengths.size());
    assertEquals(19, lengths.getLast());
  }

  @Test
  void aHandlerMayThrowWhatItLikesAndTheNextMessageIsStillThere() throws Exception {
    var sending = scope.start(() -> here.send(message(3)));
    var mine = new Exception("mine");
    var thrown =
        assertThrows(
            Exception.class,
            () ->
                there.forEach(_ -> {
                  throw mine;
                }));
    assertSame(mine, thrown);
    sending.result();
    scope.start(() -> here.send(message(4)));
    assertArrayEquals(message(4), there.receive());
  }

  @Test
  void aReceiveThatIsCutInsideAMessageLosesNothingAndMayBeRepeated() throws Exception {
    byte[] encoded = CODEC.encode(message(200));
    scope.start(() -> pair.client().write(ByteBuffer.wrap(encoded, 0, 150)));
    try (var _ = Deadline.after(Duration.ofMillis(30))) {
      assertThrows(DeadlineExceededException.class, there::receive);
    }
    try (var _ = Deadline.after(Duration.ZERO)) {
      assertThrows(DeadlineExceededException.class, there::receive);
    }
    scope.start(() -> pair.client().write(ByteBuffer.wrap(encoded, 150, encoded.length - 150)));
    assertArrayEquals(message(200), there.receive());
  }

  @Test
  void aStreamThatEndsInsideAMessageIsTruncated() throws Exception {
    byte[] encoded = CODEC.encode(message(20));
    scope.start(() -> {
      pair.client().write(ByteBuffer.wrap(encoded, 0, 10));
      pair.client().shutdownOutput();
    });
    var cut = assertThrows(UnexpectedEofException.class, there::receive);
    assertEquals("the stream ended after 10 of 24 bytes", cut.getMessage());
  }

  @Test
  void aSendThatIsCutBeforeTheFirstByteMayBeRepeated() throws Exception {
    for (int length : List.of(3, 20_000)) {
      try (var _ = Deadline.after(Duration.ZERO)) {
        assertThrows(DeadlineExceededException.class, () -> here.send(message(length)));
      }
      var sending =
          scope.start(() -> {
            here.send(message(length));
            here.send(message(0));
          });
      assertArrayEquals(message(length), there.receive());
      assertArrayEquals(message(0), there.receive(), "it came once");
      sending.result();
    }
  }

  @Test
  void aMessageThatCantBeEncodedSendsNothing() throws Exception {
    assertThrows(IllegalArgumentException.class, () -> here.send(new byte[Size.MIB.times(1) + 1]));
    scope.start(() -> here.send(message(2)));
    assertArrayEquals(message(2), there.receive());
  }

  @Test
  void aBadMessageIsToldAndTheNextOneFollows() throws Exception {
    Codec<byte[]> summed = Codec.lengthPrefixed().max(1, Size.MIB).withCrc32c();
    byte[] damaged = summed.encode(message(9));
    damaged[6]++;
    var sending =
        scope.start(() -> {
          var frames = new FramedConnection<>(pair.client(), summed);
          frames.send(message(8));
          pair.client().write(ByteBuffer.wrap(damaged));
          frames.send(message(10));
          pair.client().shutdownOutput();
        });
    var heard = new ArrayList<String>();
    new FramedConnection<>(pair.server(), summed)
        .forEach(
            frame -> heard.add(String.valueOf(frame.length)),
            bad -> heard.add(String.valueOf(bad.getMessage()).substring(0, 21)));
    assertEquals(List.of("8", "CRC-32C mismatch: rec", "10"), heard);
    sending.result();
  }
}
