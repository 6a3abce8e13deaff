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

/** Encoded messages, valid and invalid, taken from the specification of each format. */
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
        // RFC 3720 B.4: the CRC-32C of 32 zero bytes is 8a9136aa
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

  /** Decimal numbers as text, each preceded by its length. */
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
    assertEquals("invalid message: For input string: \"zz\"", error.getMessage());
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
            varint, "\u0080\u0080\u0080\u0080\u0080\u0001", "varint length has more than 5 bytes"),
        new Wrong(
            varint, "\u0083\0abc", "varint length 3 is encoded in 2 bytes, more than required"),
        new Wrong(varint, "\u00ff\u0001", "message length 255 is out of range (0 to 100)"),
        new Wrong(
            netstrings, "x", "expected a digit or ':' in the length of a netstring, not byte 120"),
        new Wrong(netstrings, "03:abc,", "the length of a netstring has a leading zero"),
        new Wrong(netstrings, ":abc,", "a netstring must begin with its length, not with ':'"),
        new Wrong(netstrings, "1000", "message length 1000 or more is out of range (0 to 100)"),
        new Wrong(
            netstrings, "3:abc;", "expected ',' after the 3 bytes of a netstring, not byte 59"),
        new Wrong(prefixed, "\0\0\0\u0003", "message length 3 is out of range (4 to 104)"),
        new Wrong(
            prefixed,
            "\u00ff\u00ff\u00ff\u00ff",
            "message length 4294967295 is out of range (4 to 104)"),
        new Wrong(tagged, "\u0002", "unknown tag 2; expected one of 1, 7"),
        new Wrong(tagged, "Z", "unknown tag 90 ('Z'); expected one of 1, 7"),
        new Wrong(headed, "\2zz", "invalid header: For input string: \"zz\""),
        new Wrong(headed, "\1\u00ff", "invalid header: a message of 1 bytes is not UTF-8 text"),
        new Wrong(chunked, "\0\0\0\u0005abcde", "message exceeds the limit of 4 bytes"));
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
            "delimiter 0a 0d begins with delimiter 0a, so a message could end at either; remove one"
                + " of them"),
        new Impossible(
            () -> Codec.delimitedBy(new byte[0]).max(9, Size.BYTES),
            "a delimiter must have at least one byte"),
        new Impossible(
            () -> Codec.delimitedBy('\n').escapedBy('\n').max(9, Size.BYTES),
            "byte 10 is both a delimiter and the escape byte; choose another one"),
        new Impossible(
            () -> Codec.delimitedBy(new byte[] {1, 2}).escapedBy(3).max(9, Size.BYTES),
            "an escape byte requires delimiters of one byte, not 01 02"),
        new Impossible(
            () -> Codec.delimitedBy(1).keepDelimiter().escapedBy(3).max(9, Size.BYTES),
            "keepDelimiter cannot be combined with escapedBy: a kept delimiter looks like content"),
        new Impossible(
            () -> Codec.tagged().build(), "a tagged codec requires at least one type of message"),
        new Impossible(
            () -> Codec.<Object>tagged().with(256, String.class, Codec.lines().max(9, Size.BYTES)),
            "a tag must be 0 to 255, not 256"));
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
    assertEquals("no delimiter within the limit of 3 bytes", error.getMessage());
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
