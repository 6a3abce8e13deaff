package switchboard.frames;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import switchboard.net.Connection;
import switchboard.net.Slice;

/** A codec with sample messages, for tests that every codec must pass. */
public record Sample<F>(String name, Codec<F> codec, int bytesMax, List<F> messages) {
  /** Returns a sample for each framing, with messages from empty to the maximum. */
  public static Stream<Sample<?>> all() {
    return Stream.concat(simple(), composed());
  }

  private static Stream<Sample<?>> simple() {
    return Stream.of(
        bytes("fixed length 1", Codec.fixedLength(1), 1, 1, 1, 1),
        bytes("fixed length 7", Codec.fixedLength(7), 7, 7, 7, 7),
        bytes("delimited by 0", Codec.delimitedBy(0).max(40, Size.BYTES), 40, 0, 1, 39, 40, 0),
        bytes("delimited by 255", Codec.delimitedBy(255).max(40, Size.BYTES), 40, 3, 0, 40),
        new Sample<>(
            "lines",
            Codec.lines().max(40, Size.BYTES),
            40,
            List.of("", "a", "grüße, 世界 🙂", "mid\rdle", "x".repeat(40), "", "the end")),
        new Sample<>(
            "lines that end with CR LF",
            Codec.lines().crlf().max(40, Size.BYTES),
            41,
            List.of("", "a", "grüße, 世界 🙂", "x".repeat(40), "", "the end")),
        prefixed("1 byte", 1, Codec.lengthPrefixed().prefixBytes(1)),
        prefixed("2 bytes, little endian", 2, Codec.lengthPrefixed().prefixBytes(2).littleEndian()),
        prefixed(
            "3 bytes, with itself",
            3,
            Codec.lengthPrefixed().prefixBytes(3).lengthIncludesPrefix()),
        prefixed("4 bytes", 4, Codec.lengthPrefixed()),
        prefixed(
            "4 bytes, little endian, with itself",
            4,
            Codec.lengthPrefixed().littleEndian().lengthIncludesPrefix()),
        prefixed("8 bytes", 8, Codec.lengthPrefixed().prefixBytes(8)),
        bytes(
            "length prefix: varint",
            Codec.lengthPrefixed().varint().max(400, Size.BYTES),
            402,
            0,
            1,
            127,
            128,
            400),
        bytes("netstrings", Codec.netstrings().max(50, Size.BYTES), 54, 0, 1, 9, 10, 50));
  }

  private static Stream<Sample<?>> composed() {
    return Stream.of(
        bytes(
            "with CRC-32C",
            Codec.lengthPrefixed().prefixBytes(1).max(54, Size.BYTES).withCrc32c(),
            55,
            0,
            1,
            49,
            50),
        bytes("chunked", Codec.chunked().max(200_000, Size.BYTES), 200_000, 0, 1, 100),
        words("delimited by CR LF", Codec.delimitedBy(new byte[] {'\r', '\n'})),
        words("delimited by one of several", Codec.delimitedBy(';').or(new byte[] {'-', '-', '>'})),
        bytes(
            "delimited by an escaped 7",
            Codec.delimitedBy(7).escapedBy(8).max(40, Size.BYTES),
            81,
            0,
            40,
            1,
            39),
        new Sample<>(
            "delimiter kept",
            Codec.delimitedBy('.').or('!').keepDelimiter().max(9, Size.BYTES),
            10,
            Stream.of("Stop.", ".", "Stop!", "Nine long.").map(Sample::ascii).toList()),
        new Sample<>(
            "tagged",
            Codec.<Object>tagged()
                .with(
                    1,
                    String.class,
                    Codec.lengthPrefixed().prefixBytes(1).max(9, Size.BYTES).text())
                .with(200, Integer.class, numbers())
                .build(),
            11,
            List.of("", 7, "a word", -1)),
        new Sample<>(
            "header and body",
            Codec.headerAndBody(numbers())
                .bodyLength(Integer::intValue)
                .max(9, Size.BYTES)
                .<String>map(
                    frame -> new String(frame.body().toBytes(), US_ASCII),
                    text -> new HeaderAndBody<>(text.length(), Slice.of(ascii(text)))),
            13,
            List.of("", "a body", "nine long")));
  }

  private static Codec<Integer> numbers() {
    return Codec.fixedLength(4)
        .slices()
        .map(
            slice -> slice.intAt(0, ByteOrder.LITTLE_ENDIAN),
            number ->
                Slice.of(
                    ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array()));
  }

  private static Sample<String> words(String name, DelimitedCodecBuilder layout) {
    return new Sample<>(
        name,
        layout.max(9, Size.BYTES).text(),
        12,
        List.of("", "-", "\r", "->", "a\rb", "\r\r\r", "nine long", "--"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static Sample<byte[]> prefixed(
      String how, int prefix, LengthPrefixedCodecBuilder layout) {
    return bytes("length prefix: " + how, layout.max(50, Size.BYTES), 50 + prefix, 0, 1, 49, 50, 0);
  }

  /**
   * Returns a sample whose messages have the given lengths and contain all byte values except the
   * delimiters 0 and 255.
   */
  private static Sample<byte[]> bytes(String name, Codec<byte[]> codec, int max, int... lengths) {
    var random = new SplittableRandom(max);
    List<byte[]> messages = new ArrayList<>();
    for (int length : lengths) {
      byte[] message = new byte[length];
      IntStream.range(0, length).forEach(i -> message[i] = (byte) (1 + random.nextInt(254)));
      messages.add(message);
    }
    return new Sample<>(name, codec, max, messages);
  }

  /** Returns all messages, encoded one after the other. */
  byte[] encoded() {
    var all = new ByteArrayOutputStream();
    messages.forEach(each -> all.writeBytes(codec.encode(each)));
    return all.toByteArray();
  }

  /** Reads messages until EOF. */
  List<F> readAll(Connection connection) throws IOException {
    var found = new ArrayList<F>();
    for (F frame = next(connection); frame != null; frame = next(connection)) {
      found.add(frame);
    }
    return found;
  }

  private F next(Connection connection) throws IOException {
    return codec.read(connection.source());
  }

  /** Asserts that {@code found} contains the first {@code count} messages of the sample. */
  void assertFirst(List<F> found, int count, String when) {
    assertEquals(count, found.size(), when);
    for (int i = 0; i < count; i++) {
      assertTrue(Objects.deepEquals(messages.get(i), found.get(i)), when + ", message " + i);
    }
  }

  /** Asserts that {@code found} contains all messages of the sample, in order. */
  void assertAll(List<F> found, String when) {
    assertFirst(found, messages.size(), when);
  }

  @Override
  public String toString() {
    return name;
  }
}
