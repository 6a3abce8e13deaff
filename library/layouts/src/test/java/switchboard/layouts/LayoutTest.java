package switchboard.layouts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ProtocolException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.frames.Codec;
import switchboard.frames.Size;
import switchboard.net.BadMessageException;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/** Tests the codecs of layouts with all kinds of fields with the check {@code CodecContract}. */
class LayoutTest {
  private static final int ROUNDS = Integer.getInteger("switchboard.fuzz.rounds", 100);

  static Stream<String> layouts() {
    return Stream.concat(
        KnownLayout.all().stream().map(KnownLayout::text),
        Stream.of(
            "magic: \"SB\", version: u4, flags: u4, length: u16 of body, body: bytes ..1KiB, sum:"
                + " crc32c",
            "a: u8",
            "a: i3, b: u13, c: i16le, d: u64, e: i64le, f: u1, g: u7",
            "a: u5, b: u59",
            "n: varint, z: u8 = 7",
            "n: digits, mark: \" \", t: text 9",
            "length: u16 of length..body, body: bytes ..70",
            "length: u8le of name..body, name: text ..20 until \"\\0\", body: bytes ..100",
            "inner: u8 of name, outer: u16 of inner..body, name: text ..9, body: bytes 2..9, end:"
                + " u16",
            "length: varint of sum..body, sum: crc32 of body, body: bytes 100..300",
            "line: bytes ..30 until \"-->\"",
            "line: text ..30 until \"ä\"",
            "t: u8, c: by t { 1 { x: u16 } 2 { x: u8 } 3 { n: u8 of x, x: bytes ..20 } 4 { x: text ..9"
                + " until \"\\n\" } }",
            "t: u8, a: by t { 1 { x: bytes 100 } 2 { } }, b: by t { 1 { } 2 { y: bytes 100 } }",
            "t: u8, a: by t { 1 { n: u8 of body } 2 { } }, b: by t { 1 { body: bytes ..10 } 2 { } }",
            "r: u1, k: u31, x: by k { 1 { a: u8 } else { b: u8 } }",
            "k: i8, c: by k { -1 { x: u8 } 5 { } else { y: u16 } }",
            "a: varint of b..z, b: varint of c..z, c: varint of d..z, d: varint of z, z: bytes ..9",
            "n: u8 of line, line: text ..90 until \"--\"",
            "kind: u8, body: by kind { \"M\" { x: i32, y: i32 } \"C\" { rgb: bytes 3 } \"Q\" { } }",
            "length: u16 of kind..body, kind: u8, body: by kind { 1 { } 2 { a: u8, rest: bytes"
                + " ..50 } else { all: bytes ..99 } }",
            "n: u16 of all, all: list ..1KiB { kind: u16, n: u8 of data, data: bytes ..100 }, end: u8",
            "kind: u8, block: u16, data: bytes ..512 until end",
            "k: u8, c: by k { 1 { t: text 1..99 until end } 2 { n: u16 } else { b: bytes ..9 until \";\" } }",
            "n: u8 of kind..rest, kind: u8, rest: bytes ..99 until end",
            "n: varint of a..b, a: list ..99 { x: digits, z: \";\" }, b: crc32",
            "k: u8, c: by k { 1 { n: u8 of l, l: list ..99 { m: u8 of l, l: list ..50 { s: text ..9"
                + " until \"\\0\" } } } 2 { n: u8 of l, l: bytes ..99 } else { } }",
            "n: u8 items of l, l: list ..16320 { x: u32, y: bytes 60 }, end: u16",
            "n: varint items of l, m: digits items of k, c: \":\", l: list ..99 { t: text ..9 until"
                + " \"\\n\" }, k: list ..99 { d: digits, z: \";\", s: crc32c }",
            "n: u16 items of l, l: list ..500 { m: u8 items of k, k: list ..60 { q: u8 of b, b: bytes"
                + " ..9 } }, rest: bytes ..9 until end",
            "all: u16 of n..tail, n: u16le items of l, l: list ..99 { a: u4, b: u12 }, tail: bytes"
                + " ..20",
            "size: u8 of l, n: u8 items of l, l: list ..200 { s: u8 of v, v: text ..20 }, sum: crc32",
            "k: u8, c: by k { 1 { n: u8 items of l, l: list ..20 { x: u16 } } else { n: u16 items of l,"
                + " l: list ..30 { y: u8 } } }",
            "k: u2, l: u6 of body, body: by k { 0 { x: u8 } 3 { m: u8, deep: by m { 1 { y: u16 }"
                + " else { } } } else { } }"));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void messagesAtRandomAreReadBackHoweverTheyComeAndDamageIsACleanError(String text) {
    Contracts.of(Layout.parse(text)).run(26, ROUNDS);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void aLayoutIsWrittenAsItIsRead(String text) {
    Layout layout = Layout.parse(text);
    Layout again = Layout.parse(layout.toString());
    assertEquals(layout.toString(), again.toString());
    assertEquals(layout.diagram(), again.diagram());
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void messagesAtRandomKeepWithinTheLimits(String text) {
    Layout layout = Layout.parse(text);
    for (long seed = 0; seed < 100; seed++) {
      int length = layout.random(new SplittableRandom(seed)).length();
      assertTrue(length >= layout.bytesMin() && length <= layout.bytesMax(), "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void garbageNeverTakesMoreMemoryThanItHasBytes(String text) throws Exception {
    Layout layout = Layout.parse(text);
    byte[] garbage = new byte[20_000];
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (long seed = 0; seed < 50; seed++) {
      new SplittableRandom(seed).nextBytes(garbage);
      try (var stream = new Stretches(garbage)) {
        Source source = stream.source();
        Codec<Frame> codec = layout.codec();
        long before = threads.getCurrentThreadAllocatedBytes();
        int count = 0;
        while (isReadable(codec, source)) {
          count++;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // space for a large buffer, and for exceptions with stack traces
        long bound = 500_000 + 20_000L * count;
        assertTrue(allocated < bound, "seed " + seed + ": " + allocated + " for " + count);
      }
    }
  }

  /** Reads one message, and returns true, even if the message is invalid. Returns false at EOF. */
  private static boolean isReadable(Codec<Frame> codec, Source source) throws IOException {
    try {
      return codec.read(source) != null;
    } catch (BadMessageException one) {
      return true;
    } catch (ProtocolException | UnexpectedEofException over) {
      return false;
    }
  }

  record Vector(String layout, String hex, String told) {
    @Override
    public String toString() {
      return layout;
    }
  }

  static Stream<Vector> vectors() {
    return Stream.of(
        // RFC 8446 appendix D.4: change_cipher_spec is 14 03 03 00 01 01
        new Vector("tls", "14 0303 0001 01", "type 20, version 771, length 1, fragment 01"),
        // RFC 9113 section 6.5: an empty SETTINGS, acknowledged
        new Vector(
            "http2",
            "000000 04 01 00000000",
            "length 0, type 4, flags 1, reserved 0, stream 0, payload "),
        // MQTT 5.0 section 3.12: PINGREQ
        new Vector("mqtt", "c0 00", "kind 12, flags 0, length 0, rest "),
        // PostgreSQL, ReadyForQuery: 'Z', 5, 'I'
        new Vector("postgres", "5a 00000005 49", "kind 90, length 5, body 49"),
        // The Implementation Guide's example: 15 01 00 00 00 06 FF 03 00 04 00 01
        new Vector(
            "modbus",
            "1501 0000 0006 ff 03 00040001",
            "transaction 5377, protocol 0, length 6, unit 255, function 3, content 00040001"),
        new Vector(
            "netstring",
            "3132 3a 68656c6c6f20776f726c6421 2c",
            "length 12, colon \":\", content 68656c6c6f20776f726c6421, comma \",\""),
        new Vector(
            "dns",
            "001d 1234 0100 0001 0000 0000 0000 076578616d706c6503636f6d00 0001 0001",
            "length 29, id 4660, response 0, opcode 0, authoritative 0, truncated 0, desired 1,"
                + " available 0, zero 0, authentic 0, unchecked 0, code 0, questions 1, answers 0,"
                + " authorities 0, additional 0, records"
                + " 076578616d706c6503636f6d0000010001"),
        new Vector(
            "dns-questions",
            "1234 0100 0002 0000 0000 0000 01612e00 0001 0001 01620000 0f0001",
            "id 4660, response 0, opcode 0, authoritative 0, truncated 0, desired 1, available 0,"
                + " zero 0, authentic 0, unchecked 0, code 0, questions 2, answers 0, authorities 0,"
                + " additional 0, asked 01612e0000010001016200000f0001, records "),
        new Vector(
            "dns-udp",
            "1234 8183 0001 0000 0000 0000 076578616d706c6503636f6d00 0001 0001",
            "id 4660, response 1, opcode 0, authoritative 0, truncated 0, desired 1, available 1,"
                + " zero 0, authentic 0, unchecked 0, code 3, questions 1, answers 0, authorities 0,"
                + " additional 0, records 076578616d706c6503636f6d0000010001"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aKnownLayoutReadsWhatItsSpecificationShows(Vector vector) throws Exception {
    Layout layout = known(vector.layout);
    byte[] bytes = HexFormat.of().parseHex(vector.hex.replace(" ", ""));
    try (var stream = new Stretches(bytes)) {
      Frame frame = layout.codec().read(stream.source());
      assertEquals(vector.told, String.valueOf(frame));
      assertEquals(bytes.length, frame == null ? 0 : frame.length());
    }
  }

  private static Layout known(String name) {
    return KnownLayout.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .layout();
  }

  record Same(String layout, Codec<byte[]> codec, String field) {
    @Override
    public String toString() {
      return layout;
    }
  }

  static Stream<Same> codecs() {
    return Stream.of(
        new Same(
            "length: u32 of body, body: bytes ..1KiB",
            Codec.lengthPrefixed().max(1, Size.KIB),
            "body"),
        new Same(
            "length: u24le of length..body, body: bytes ..1KiB",
            Codec.lengthPrefixed()
                .prefixBytes(3)
                .littleEndian()
                .lengthIncludesPrefix()
                .max(1, Size.KIB),
            "body"),
        new Same(
            "length: varint of body, body: bytes ..1KiB",
            Codec.lengthPrefixed().varint().max(1, Size.KIB),
            "body"),
        new Same(
            "length: digits of body, colon: \":\", body: bytes ..1KiB, comma: \",\"",
            Codec.netstrings().max(1, Size.KIB),
            "body"),
        new Same(
            "body: bytes ..1KiB until \"\\r\\n\"",
            Codec.delimitedBy(new byte[] {'\r', '\n'}).max(1, Size.KIB),
            "body"),
        new Same("body: bytes 100", Codec.fixedLength(100), "body"),
        new Same(
            "length: u32 of body..sum, body: bytes ..1KiB, sum: crc32c of body",
            Codec.lengthPrefixed().max(2, Size.KIB).withCrc32c(),
            "body"));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aLayoutWritesWhatTheCodecOfItsKindWrites(Same same) {
    Layout layout = Layout.parse(same.layout);
    for (long seed = 0; seed < 50; seed++) {
      Frame frame = layout.random(new SplittableRandom(seed));
      byte[] expected = same.codec.encode(frame.bytes(same.field));
      assertEquals(hex(expected), hex(frame.toBytes()), "seed " + seed);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void theBuilderSaysTheSameAsTheText() {
    Layout built =
        Layout.of(
            Field.constant("magic", "SB".getBytes(ISO_8859_1)),
            Field.unsigned("version", 4),
            Field.signed("flags", 4).always(-1),
            Field.unsigned("length", 16).littleEndian().counting("length", "name").at(3),
            Field.text("name").min(1, Size.BYTES).max(1, Size.KIB),
            Field.unsigned("kind", 8),
            Field.choice("body", "kind")
                .when('M', Field.signed("x", 32), Field.varint("n"))
                .otherwise(Field.bytes("rgb").exactly(3, Size.BYTES)),
            Field.unsigned("room", 32).counting("cells"),
            Field.list("cells", Layout.of(Field.unsigned("cell", 8))).max(1, Size.MIB),
            Field.digits("count"),
            Field.constant("mark", "\r\n\0\"\\".getBytes(ISO_8859_1)),
            Field.bytes("tail").max(9, Size.BYTES).until((byte) 0, (byte) 0xFF),
            Field.crc32("first"),
            Field.crc32c("second").over("name", "tail"));
    assertEquals(
        "magic: \"SB\", version: u4, flags: i4 = -1, length@3: u16le of length..name, name: text"
            + " 1..1KiB, kind: u8, body: by kind { 77 { x: i32, n: varint }, else { rgb: bytes 3 }"
            + " }, room: u32 of cells, cells: list ..1MiB { cell: u8 }, count: digits, mark: \"\\r\\n\\x00\\\"\\\\\", tail: bytes ..9 until"
            + " \"\\x00\\xff\", first: crc32, second: crc32c of name..tail",
        built.toString());
    assertEquals(built.toString(), Layout.parse(built.toString()).toString());
    Contracts.of(built).run(1, ROUNDS);
  }

  @Test
  void theLimitsAreThoseOfTheFields() {
    Layout layout = Layout.parse("length: u16 of body, body: bytes 3..1KiB, sum: crc32");
    assertEquals(9, layout.bytesMin());
    assertEquals(1030, layout.bytesMax());
  }

  @Test
  void numbersThatCountEachOtherAreMadeAtOnce() {
    var layout = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      layout.append("a%d: varint of a%d..z, ".formatted(i, i + 1));
    }
    layout.append("a40: u8, z: u8");
    Frame frame = Layout.parse(layout.toString()).random(new SplittableRandom(1));
    assertEquals(41, frame.number("a0"));
  }

  @Test
  void listsInListsAreMadeAtOnceAndDoNotGrowWithoutEnd() {
    Layout layout = ImpossibleLayoutTest.lists(Field.DEPTH_MAX);
    int deepest = 0;
    for (long seed = 0; seed < 50; seed++) {
      deepest = Math.max(deepest, depth(layout.random(new SplittableRandom(seed))));
    }
    assertTrue(deepest > 3, "at most " + deepest);
  }

  private static int depth(Frame frame) {
    return frame.has("l")
        ? 1 + frame.list("l").stream().mapToInt(LayoutTest::depth).max().orElse(0)
        : 0;
  }

  @Test
  void listsAtRandomAreMostlyNotEmpty() {
    Layout layout = Layout.parse("n: u32 of l, l: list ..1MiB { a: bytes 32, b: u64 }");
    int empty = 0;
    int several = 0;
    for (long seed = 0; seed < 400; seed++) {
      int count = layout.random(new SplittableRandom(seed)).list("l").size();
      empty += count == 0 ? 1 : 0;
      several += count > 1 ? 1 : 0;
    }
    assertTrue(empty > 10 && empty < 100 && several > 150, empty + " empty, " + several + " more");
  }

  @Test
  void choicesByTheSameNumberAreNotIndependent() {
    Layout layout =
        Layout.parse(
            "t: u8, a: by t { 1 { x: bytes 100 } 2 { } }, b: by t { 1 { } 2 { y: bytes 100 } }");
    assertEquals(101, layout.bytesMin());
    assertEquals(101, layout.bytesMax());
  }

  @Test
  void aLongConstantIsReadAsItIsWritten() {
    Layout layout = Layout.of(Field.constant("m", new byte[4096]));
    assertEquals(layout, Layout.parse(layout.toString()));
    assertEquals(4096, layout.bytesMax());
  }

  @Test
  void theSameFieldsAreTheSameLayout() {
    Layout one = Layout.parse("x: u8");
    Layout other = Layout.of(Field.unsigned("x", 8));
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
    assertEquals(1, one.codec().encode(other.frame().with("x", 7).build()).length);
  }
}
