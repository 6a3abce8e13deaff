package switchboard.frames;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestScope;
import switchboard.net.BadMessageException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.LimitExceededException;
import switchboard.net.Network;
import switchboard.net.Slice;
import switchboard.testkit.MemoryEngine;
import switchboard.testkit.internal.ScriptedConnection;

/** Bytes that others write, or must not write: by the book of each format. */
class WireVectorsTest {
  private final TestScope scope = new TestScope();
  private final TestScope.Pair pair;

  WireVectorsTest() throws IOException {
    var network = scope.add(Network.over(new MemoryEngine(Size.MIB.times(1))));
    pair = scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
  }

  @AfterEach
  void close() {
    scope.close();
  }

  record Vector(String name, ByteCodec codec, String wire, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Vector> vectors() {
    ByteCodec varint = Codec.lengthPrefixed().varint().max(1, Size.KIB);
    ByteCodec netstrings = Codec.netstrings().max(1, Size.KIB);
    ByteCodec escaped = Codec.delimitedBy('\n').escapedBy('\\').max(9, Size.BYTES);
    return Stream.of(
        new Vector("a varint of one byte", varint, "\u0003abc", "abc"),
        // "150 is encoded as 96 01" (protobuf.dev, Encoding)
        new Vector(
            "a varint of two bytes", varint, "\u0096\u0001" + "x".repeat(150), "x".repeat(150)),
        // cr.yp.to/proto/netstrings.txt
        new Vector("hello world!", netstrings, "12:hello world!,", "hello world!"),
        new Vector("the empty netstring", netstrings, "0:,", ""),
        // RFC 3720 B.4: thirty-two bytes of zeros have the sum 8a9136aa
        new Vector(
            "CRC-32C",
            Codec.fixedLength(36).withCrc32c(),
            "\0".repeat(32) + "\u008a\u00916\u00aa",
            "\0".repeat(32)),
        new Vector("an escaped delimiter", escaped, "a\\\nb\\\\\n", "a\nb\\"),
        new Vector("pieces", Codec.chunked().max(9, Size.BYTES), "\0\0\0\u0003abc\0\0\0\0", "abc"),
        new Vector(
            "a kept delimiter",
            Codec.delimitedBy(new byte[] {'\r', '\n'}).keepDelimiter().max(9, Size.BYTES),
            "abc\r\n",
            "abc\r\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aMessageLooksAsTheBookSays(Vector vector) throws Exception {
    byte[] wire = bytes(vector.wire);
    assertEquals(hex(wire), hex(vector.codec.encode(bytes(vector.message))), "encoded");
    byte[] read = vector.codec.read(ScriptedConnection.whole(wire).source());
    assertEquals(hex(bytes(vector.message)), hex(Objects.requireNonNull(read)), "read");
    vector.codec.write(bytes(vector.message), pair.client().sink());
    pair.client().sink().flush();
    assertEquals(hex(wire), hex(pair.server().source().readExactly(wire.length)), "written");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  /** Numbers in text, behind their length. */
  private static Codec<Integer> decimal() {
    return Codec.lengthPrefixed()
        .prefixBytes(1)
        .max(9, Size.BYTES)
        .text()
        .map(Integer::valueOf, String::valueOf);
  }

  @Test
  void whatAMappingRefusesIsABadMessage() throws Exception {
    var source = ScriptedConnection.whole(bytes("\2zz\00217")).source();
    var error = assertThrows(BadMessageException.class, () -> decimal().read(source));
    assertEquals("a message that makes no sense: For input string: \"zz\"", error.getMessage());
    assertEquals(17, decimal().read(source));
  }

  record Wrong(Codec<?> codec, String wire, String sentence) {}

  static List<Wrong> wrongs() {
    var varint = Codec.lengthPrefixed().varint().max(100, Size.BYTES);
    var netstrings = Codec.netstrings().max(100, Size.BYTES);
    var prefixed =
        Codec.lengthPrefixed().prefixBytes(4).lengthIncludesPrefix().max(100, Size.BYTES);
    var tagged =
        Codec.<Object>tagged()
            .with(1, byte[].class, Codec.fixedLength(1))
            .with(7, String.class, Codec.lines().max(9, Size.BYTES))
            .build();
    var chunked = Codec.chunked().max(4, Size.BYTES);
    var headed = Codec.headerAndBody(decimal()).bodyLength(Integer::intValue).max(9, Size.BYTES);
    return List.of(
        new Wrong(
            varint,
            "\u0080\u0080\u0080\u0080\u0080\u0001",
            "a length of more than 5 bytes was announced; this stream's messages have 0 to 100"),
        new Wrong(
            varint, "\u0083\0abc", "a length of 3 was written in 2 bytes, which are too many"),
        new Wrong(
            varint,
            "\u00ff\u0001",
            "a length of 255 was announced; this stream's messages have 0 to 100"),
        new Wrong(
            netstrings,
            "x",
            "a netstring begins with its length in digits and a colon, not with the byte 120"),
        new Wrong(netstrings, "03:abc,", "the length of a netstring has no zero at its front"),
        new Wrong(netstrings, ":abc,", "a netstring begins with its length, not with a colon"),
        new Wrong(
            netstrings,
            "1000",
            "a length of 1000 or more was announced; this stream's messages have 0 to 100"),
        new Wrong(
            netstrings, "3:abc;", "a netstring of 3 bytes ends with a comma, not with the byte 59"),
        new Wrong(
            prefixed,
            "\0\0\0\u0003",
            "a length of 3 was announced; this stream's messages have 4 to 104"),
        new Wrong(
            prefixed,
            "\u00ff\u00ff\u00ff\u00ff",
            "a length of 4294967295 was announced; this stream's messages have 4 to 104"),
        new Wrong(tagged, "\u0002", "a message of the kind 2 came; this stream's are 1, 7"),
        new Wrong(tagged, "Z", "a message of the kind 90 ('Z') came; this stream's are 1, 7"),
        new Wrong(headed, "\2zz", "a header that makes no sense: For input string: \"zz\""),
        new Wrong(
            headed,
            "\1\u00ff",
            "a header that makes no sense: a message of 1 bytes is not UTF-8 text"),
        new Wrong(
            chunked,
            "\0\0\0\u0005abcde",
            "a message in pieces has more than the 4 bytes of this stream's"));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void aStreamThatMakesNoSenseIsToldBySentence(Wrong wrong) {
    var source = ScriptedConnection.whole(bytes(wrong.wire)).source();
    var error = assertThrows(CorruptStreamException.class, () -> wrong.codec.read(source));
    assertEquals(wrong.sentence, error.getMessage());
  }

  record Impossible(Runnable attempt, String sentence) {}

  static List<Impossible> impossible() {
    return List.of(
        new Impossible(
            () -> Codec.delimitedBy('\n').or(new byte[] {'\n', '\r'}).max(9, Size.BYTES),
            "the delimiter 0a 0d begins with the delimiter 0a, so nobody can tell which of them has"
                + " come; leave one out"),
        new Impossible(
            () -> Codec.delimitedBy(new byte[0]).max(9, Size.BYTES),
            "a delimiter has at least one byte"),
        new Impossible(
            () -> Codec.delimitedBy('\n').escapedBy('\n').max(9, Size.BYTES),
            "the byte 10 can't both escape and delimit; choose another"),
        new Impossible(
            () -> Codec.delimitedBy(new byte[] {1, 2}).escapedBy(3).max(9, Size.BYTES),
            "one byte is escaped at a time, so the delimiter 01 02 can't be"),
        new Impossible(
            () -> Codec.delimitedBy(1).keepDelimiter().escapedBy(3).max(9, Size.BYTES),
            "a delimiter that is kept could not be told from one that was escaped; drop it"),
        new Impossible(() -> Codec.tagged().build(), "a tagged message has at least one kind"),
        new Impossible(
            () -> Codec.<Object>tagged().with(256, String.class, Codec.lines().max(9, Size.BYTES)),
            "a tag is a byte from 0 to 255, not 256"));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void anImpossibleLayoutFailsWhenItIsBuilt(Impossible impossible) {
    var error = assertThrows(IllegalArgumentException.class, impossible.attempt::run);
    assertEquals(impossible.sentence, error.getMessage());
  }

  @Test
  void aLongMessageIsTooLongBeforeItsDelimiterIsLookedFor() {
    var codec = Codec.delimitedBy(';').or('!').max(3, Size.BYTES);
    var source = ScriptedConnection.whole(bytes("abcd;")).source();
    var error = assertThrows(LimitExceededException.class, () -> codec.read(source));
    assertEquals("no end within the limit of 3 bytes", error.getMessage());
  }

  @Test
  void aMessageLargerThanMemoryIsAStream() throws Exception {
    var layout = Codec.chunked();
    byte[] piece = new byte[100_000];
    try (var output = layout.output(pair.client().sink())) {
      for (int i = 0; i < 5; i++) {
        piece[0] = (byte) i;
        output.write(piece);
      }
    }
    pair.client().sink().writeText("next").flush();
    try (var input = layout.input(pair.server().source())) {
      for (int i = 0; i < 5; i++) {
        byte[] read = input.readNBytes(piece.length);
        assertEquals(piece.length, read.length);
        assertEquals(i, read[0]);
      }
      assertEquals(-1, input.read());
    }
    assertArrayEquals(bytes("next"), pair.server().source().readExactly(4));
  }

  @Test
  void aSliceEndsWhenTheSourceIsUsedAgain() throws Exception {
    Codec<Slice> slices = Codec.fixedLength(2).slices();
    var source = ScriptedConnection.whole(bytes("abcd")).source();
    Slice first = Objects.requireNonNull(slices.read(source));
    assertEquals('a', first.byteAt(0));
    assertThrows(IndexOutOfBoundsException.class, () -> first.byteAt(2));
    Slice second = Objects.requireNonNull(slices.read(source));
    assertEquals('c', second.byteAt(0));
    assertNull(slices.read(source));
    assertThrows(IllegalStateException.class, () -> second.byteAt(0));
  }

  static List<ByteCodec> codecsOfSeveralSteps() {
    ByteCodec prefixed = Codec.lengthPrefixed().max(1, Size.MIB);
    return List.of(
        prefixed,
        Codec.chunked().max(1, Size.MIB),
        Codec.delimitedBy(0).escapedBy(1).max(1, Size.MIB),
        ByteCodec.of(Codec.<Slice>tagged().with(7, Slice.class, prefixed.slices()).build()),
        ByteCodec.of(
            Codec.headerAndBody(
                    Codec.lengthPrefixed()
                        .prefixBytes(1)
                        .max(9, Size.BYTES)
                        .text()
                        .map(Integer::valueOf, String::valueOf))
                .bodyLength(Integer::intValue)
                .max(1, Size.MIB)
                .map(HeaderAndBody::body, body -> new HeaderAndBody<>(body.length(), body))));
  }

  @ParameterizedTest
  @MethodSource("codecsOfSeveralSteps")
  void messagesLargerThanAnyBufferComeWholeAndMayBeCut(ByteCodec codec) throws Exception {
    var random = new SplittableRandom(4);
    for (int length : List.of(16_380, 16_384, 40_000, 140_000, 300_000, 5)) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      byte[] wire = codec.encode(message);
      for (int cut : List.of(1, wire.length / 2, wire.length - 1)) {
        var source = ScriptedConnection.cutAt(wire, cut).source();
        assertThrows(DeadlineExceededException.class, () -> codec.read(source));
        assertArrayEquals(message, codec.read(source), length + " bytes, cut after " + cut);
        assertNull(codec.read(source));
      }
    }
  }
}
