package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.BadTextException;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.FileRange;
import switchboard.net.LimitExceededException;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;
import switchboard.testkit.MemoryEngine;

/** Tests sources and sinks that are created from streams, channels, buffers and lambdas. */
class ComposedStreamsTest {
  private final Network network = MemoryEngine.network();
  @AutoClose private final TestScope scope = new TestScope();

  private static byte[] bytes(int count) {
    var bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16383, 16384, 16385, 65536, 200_000})
  void aStreamOfAnySizeIsReadToItsEnd(int size) throws IOException {
    byte[] content = bytes(size);
    var source = Source.of(new ByteArrayInputStream(content));
    assertArrayEquals(content, source.readAll(size));
    assertNull(source.readSome(10));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16383, 16384, 16385, 65536, 200_000})
  void aSinkOverAStreamWritesEverything(int size) throws IOException {
    byte[] content = bytes(size);
    var stream = new ByteArrayOutputStream();
    Sink sink = Sink.of(stream);
    sink.writeInt(size).write(content).flush();
    assertEquals(size, ByteBuffer.wrap(stream.toByteArray()).getInt());
    assertArrayEquals(
        content,
        Objects.requireNonNull(Source.of(ByteBuffer.wrap(stream.toByteArray(), 4, size)))
            .readAll(size));
  }

  @Test
  void aFileIsASourceAndASink(@TempDir Path scratch) throws IOException {
    Path file = scratch.resolve("file");
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
      Sink.of(channel).writeLine("one").writeLine("two").flush();
      channel.position(0);
      Source source = Source.of(channel);
      assertEquals(List.of("one", "two"), List.of(source.readLine(9), source.readLine(9)));
      assertNull(source.readLine(9));
    }
    assertEquals("one\ntwo\n", Files.readString(file));
  }

  @Test
  void aCompressedConnectionIsOneLineOnEachSide() throws Exception {
    TestScope.Pair pair = scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
    TestTask<Boolean> sender =
        scope.start(() -> {
          Sink zipped = Sink.of(new GZIPOutputStream(pair.client().asOutputStream()));
          zipped.writeLine("compressed").shutdownOutput();
        });
    Source unzipped = Source.of(new GZIPInputStream(pair.server().asInputStream()));
    assertEquals("compressed", unzipped.readLine(100));
    assertNull(unzipped.readLine(100));
    sender.result();
  }

  @Test
  void aHashSeesWhatIsRead() throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    var content = new ByteArrayInputStream("abc".getBytes(UTF_8));
    assertEquals("abc", Source.of(new DigestInputStream(content, digest)).readText(10));
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void aLambdaIsASourceAndEachEndIsItsOwn() throws IOException {
    var left = new int[] {3};
    Source source =
        Source.of(
            (Source.Input)
                target -> {
                  if (left[0] == 0) {
                    return -1;
                  }
                  target.put((byte) left[0]--);
                  return 1;
                });
    assertArrayEquals(new byte[] {3, 2, 1}, source.readAll(10));
  }

  @Test
  void aSourceThatIsNoConnectionFillsAFileAndTheSinkTakesOne(@TempDir Path scratch)
      throws IOException {
    byte[] content = bytes(100_000);
    Path file = scratch.resolve("file");
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
      Source.of(new ByteArrayInputStream(content)).transferTo(FileRange.from(channel, 0));
      var copy = new ByteArrayOutputStream();
      Sink.of(copy).transferFrom(FileRange.of(channel));
      assertArrayEquals(content, copy.toByteArray());
    }
  }

  @Test
  void readSomeTakesTheBytesThatAreThere() throws IOException {
    TestScope.Pair pair = scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
    pair.client().sink().writeText("hello").flush();
    Source source = pair.server().source();
    assertEquals("hel", new String(Objects.requireNonNull(source.readSome(3)), UTF_8));
    assertEquals("lo", new String(Objects.requireNonNull(source.readSome(100)), UTF_8));
    pair.client().close();
    assertNull(source.readSome(100));
    assertThrows(IllegalArgumentException.class, () -> source.readSome(0));
  }

  @Test
  void readTextTakesEverythingWithinItsLimit() throws IOException {
    assertEquals("für", Source.of(ByteBuffer.wrap("für".getBytes(UTF_8))).readText(4));
    assertEquals("", Source.of(ByteBuffer.allocate(0)).readText(0));
    assertThrows(
        LimitExceededException.class,
        () -> Source.of(ByteBuffer.wrap("für".getBytes(UTF_8))).readText(3));
    Source bad = Source.of(ByteBuffer.wrap(new byte[] {(byte) 0xFF}));
    assertThrows(BadTextException.class, () -> bad.readText(10));
    assertNull(bad.readSome(1));
  }

  @Test
  void aSliceFailsWheneverItIsUsedAfterItsTime() throws IOException {
    Source source = Source.of(ByteBuffer.wrap("abcde".getBytes(UTF_8)));
    source.request(5);
    Slice first = source.readSlice(0, 2, 0);
    assertEquals("ab", first.text());
    source.readByte();
    Slice second = source.readSlice(0, 1, 0);
    source.readByte();
    for (Slice late : List.of(first, second)) {
      assertThrows(IllegalStateException.class, late::length);
      assertThrows(IllegalStateException.class, late::toBytes);
      assertThrows(
          IllegalStateException.class, () -> Sink.of(new ByteArrayOutputStream()).write(late));
    }
  }

  @Test
  void eachTypeThatAPersonPrintsSaysWhatItIs() throws IOException {
    TestScope.Pair pair = scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
    try (var limit = Deadline.after(Duration.ofMinutes(1));
        var listener = network.listen("tcp://127.0.0.1:0");
        var datagrams = network.bind("udp://127.0.0.1:0")) {
      for (Object printed :
          List.of(
              network,
              pair.client(),
              pair.client().source(),
              pair.client().sink(),
              listener,
              datagrams,
              limit,
              Slice.of(new byte[3]),
              Options.of(Option.NO_DELAY, true),
              listener.endpoint())) {
        assertFalse(printed.toString().matches(".*@[0-9a-f]{5,}"), printed.toString());
      }
      assertEquals("source with 0 bytes buffered", pair.client().source().toString());
    }
  }
}
