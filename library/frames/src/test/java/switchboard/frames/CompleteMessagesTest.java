package switchboard.frames;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.DeadlineContract.Limited;
import switchboard.contracts.TestMatrix;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.OutputBrokenException;
import switchboard.net.Sink;
import switchboard.net.Source;
import switchboard.net.spi.support.BufferPool;
import switchboard.testkit.MemoryEngine;

/**
 * Tests that a message is either sent completely, or that all further sends fail. The tests use
 * many message sizes and every position at which a write may stop. Also tests that one thread may
 * receive while another thread sends.
 */
class CompleteMessagesTest {
  private static final int FULL = 1_000;
  private static final int MESSAGE_BYTES_MAX = 1 << 20;
  private static final Map<String, Codec<byte[]>> CODECS = codecs();

  @AutoClose private final TestScope scope = new TestScope();

  private static Map<String, Codec<byte[]>> codecs() {
    var all = new LinkedHashMap<String, Codec<byte[]>>();
    all.put("length of 4", Codec.lengthPrefixed().max(1, Size.MIB));
    all.put("length of 8", Codec.lengthPrefixed().prefixBytes(8).max(1, Size.MIB));
    all.put("varint", Codec.lengthPrefixed().varint().max(1, Size.MIB));
    all.put("delimited", Codec.delimitedBy(0).max(1, Size.MIB));
    all.put("netstrings", Codec.netstrings().max(1, Size.MIB));
    all.put("CRC-32C", Codec.lengthPrefixed().max(1, Size.MIB).withCrc32c());
    all.put("chunked", Codec.chunked().max(MESSAGE_BYTES_MAX, Size.BYTES));
    return all;
  }

  /**
   * A codec, the size of a message, and the number of bytes of the message that the peer accepts.
   */
  record Cut(String codec, int size, int taken) {}

  static List<Cut> cuts() {
    var sizes = new ArrayList<>(List.of(1, 63, 64, 65, 200_000));
    for (int around : new int[] {BufferPool.BYTES, 128 * 1024, BufferPool.LARGE_BYTES}) {
      for (int off : new int[] {-9, -5, -4, -1, 0, 1}) {
        sizes.add(around + off);
      }
    }
    var all = new ArrayList<Cut>();
    for (String codec : CODECS.keySet()) {
      for (int size : sizes) {
        for (int taken = 1; taken <= 64; taken++) {
          all.add(new Cut(codec, size, taken));
        }
        for (int before : new int[] {1, 2, 4, 5, 100}) {
          all.add(new Cut(codec, size, size - before));
        }
      }
    }
    all.removeIf(cut -> cut.taken < 1 || cut.taken >= encoded(cut).length);
    all.removeIf(cut -> cut.codec.equals("length of 4") && cut.size == 20_000 && cut.taken == 4);
    return Stream.concat(
            Stream.of(new Cut("length of 4", 20_000, 4)), TestMatrix.sample(all, 150).stream())
        .toList();
  }

  private static Codec<byte[]> codec(String name) {
    return Stream.of(CODECS.get(name)).findFirst().orElseThrow();
  }

  private static byte[] message(int size) {
    byte[] message = new byte[size];
    Arrays.fill(message, (byte) 'm');
    return message;
  }

  private static byte[] encoded(Cut cut) {
    return codec(cut.codec).encode(message(cut.size));
  }

  private TestScope.Pair pair(int bytesMax) throws IOException {
    Network network = scope.add(Network.over(new MemoryEngine(bytesMax)));
    return scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void aSendThatTimesOutInsideAMessageBreaksTheOutput(Cut cut) throws Exception {
    TestScope.Pair pair = pair(cut.taken);
    var frames = new FramedConnection<>(pair.client(), codec(cut.codec));
    var late = Limited.start(scope, () -> frames.send(message(cut.size))).expiresNow();
    assertEquals(cut.taken, late.bytesTransferred);
    assertThrows(OutputBrokenException.class, () -> frames.send(message(1)));
    assertThrows(
        OutputBrokenException.class,
        () -> {
          frames.write(message(1));
          frames.flush();
        });
    pair.client().close();
    byte[] arrived = pair.server().source().readAll(MESSAGE_BYTES_MAX);
    assertArrayEquals(Arrays.copyOf(encoded(cut), cut.taken), arrived);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 16_379, 16_380, 16_384, 20_000, 131_072, 135_168, 300_000})
  void aSendThatTimesOutBeforeItsFirstByteMayBeRepeated(int size) throws Exception {
    for (Codec<byte[]> codec : CODECS.values()) {
      TestScope.Pair pair = pair(FULL);
      var sender = new FramedConnection<>(pair.client(), codec);
      var receiver = new FramedConnection<>(pair.server(), codec);
      pair.client().write(ByteBuffer.wrap(new byte[FULL]));
      sender.write(new byte[] {'e', 'a', 'r', 'l', 'y'});
      for (int i = 0; i < 3; i++) {
        try (var _ = Deadline.after(Duration.ofMillis(2))) {
          assertThrows(DeadlineExceededException.class, () -> sender.send(message(size)));
        }
      }
      TestTask<?> sending = scope.start(() -> sender.send(message(size)));
      pair.server().source().skip(FULL);
      assertArrayEquals(new byte[] {'e', 'a', 'r', 'l', 'y'}, receiver.receive());
      assertArrayEquals(message(size), receiver.receive());
      sending.result();
      pair.client().close();
      assertNull(receiver.receive(), "it came once");
    }
  }

  @Test
  void aMessageThatItsCodecCannotFinishIsNotAdded() throws Exception {
    var half =
        new Codec<Integer>() {
          @Override
          public Integer read(Source source) throws IOException {
            return source.readInt();
          }

          @Override
          public byte[] encode(Integer frame) {
            throw new IllegalArgumentException("on purpose");
          }

          @Override
          public void write(Integer frame, Sink sink) throws IOException {
            sink.write(new byte[frame]).writeInt(frame);
            if (frame > 0) {
              throw new IllegalArgumentException("on purpose");
            }
          }
        };
    TestScope.Pair pair = pair(1 << 20);
    var frames = new FramedConnection<>(pair.client(), half);
    frames.write(0);
    for (int size : new int[] {1, 16_383, 16_384, 16_385, 100_000}) {
      assertThrows(IllegalArgumentException.class, () -> frames.write(size));
      assertThrows(IllegalArgumentException.class, () -> frames.send(size));
    }
    frames.send(0);
    pair.client().close();
    assertEquals(8, pair.server().source().readAll(100).length);
  }

  @Test
  void aCodecMayUseItsArrayAgainWithinAMessage() throws Exception {
    byte[] piece = new byte[20_000];
    TestScope.Pair pair = pair(1 << 20);
    pair.client()
        .sink()
        .sendAtomically(sink -> {
          for (byte i = 0; i < 5; i++) {
            Arrays.fill(piece, i);
            sink.write(piece);
          }
        });
    for (byte i = 0; i < 5; i++) {
      Arrays.fill(piece, i);
      assertArrayEquals(piece, pair.server().source().readExactly(piece.length));
    }
  }

  @Test
  void whatIsAddedWhileTheReceiverWaitsIsSent() throws Exception {
    TestScope.Pair pair = pair(1 << 16);
    var client = new FramedConnection<>(pair.client(), codec("length of 4"));
    var server = new FramedConnection<>(pair.server(), codec("length of 4"));
    TestTask<byte[]> receiving = scope.call(client::receive).awaitBlocked();
    for (int i = 0; i < 100; i++) {
      client.write(message(i));
      assertArrayEquals(message(i), server.receive(), "without a flush");
    }
    server.send(message(7));
    assertArrayEquals(message(7), receiving.result());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1_000, 65_536})
  void pipelinedRequestsOfOneThreadAreAnsweredToAnother(int bytesMax) throws Exception {
    TestScope.Pair pair = pair(bytesMax);
    int requests = bytesMax < 100 ? 100 : 3_000;
    long seed = TestMatrix.seed();
    answered(pair.client(), pair.server(), requests, seed);
  }

  @Test
  void pipelinedRequestsOverSocketsAreAnsweredToAnotherThread() throws Exception {
    TestScope.Pair pair = scope.pair(Network.system(), Endpoint.tcp("127.0.0.1", 0));
    answered(pair.client(), pair.server(), 20_000, TestMatrix.seed());
  }

  private void answered(Connection one, Connection other, int requests, long seed)
      throws Exception {
    Codec<byte[]> codec = codec("length of 4");
    var client = new FramedConnection<>(one, codec);
    var server = new FramedConnection<>(other, codec);
    scope.start(() -> server.forEach(server::write));
    TestTask<?> asking =
        scope.start(() -> {
          var random = new SplittableRandom(seed);
          for (int i = 0; i < requests; i++) {
            client.sendRequest(request(random, i));
          }
        });
    var random = new SplittableRandom(seed);
    for (int i = 0; i < requests; i++) {
      while (!isAsked(client)) {
        Thread.onSpinWait();
      }
      assertArrayEquals(
          request(random, i), client.receiveResponse(), "seed " + seed + ", request " + i);
    }
    asking.result();
    one.close();
  }

  private static boolean isAsked(FramedConnection<byte[]> client) {
    return client.outstanding() > 0;
  }

  private static byte[] request(SplittableRandom random, int number) {
    var request = new ByteArrayOutputStream();
    request.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
    int size = random.nextInt(50) == 0 ? random.nextInt(20_000) : random.nextInt(100);
    request.writeBytes(new byte[size]);
    return request.toByteArray();
  }
}
