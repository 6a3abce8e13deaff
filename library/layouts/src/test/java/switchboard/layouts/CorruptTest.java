package switchboard.layouts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.net.BadMessageException;
import switchboard.net.LimitExceededException;

/**
 * Tests reading bytes that do not match a layout: the message of the exception must say what is
 * wrong, and at which position.
 */
class CorruptTest {
  record Wrong(String layout, String hex, String sentence) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  static List<Wrong> corrupt() {
    String sized = "length: u16 of body, body: bytes 2..4";
    String pair = "all: u8 of all..b, one: u8 of a, a: bytes ..9, b: bytes 1..5";
    return List.of(
        new Wrong("m: \"SB\", a: u8", "5358", "'m' must be \"SB\", but its byte 2 is 0x58"),
        new Wrong("a: u3 = 5, b: u5", "00", "'a' must be 5, not 0"),
        new Wrong(sized, "0005", "'length' counts 5 bytes of body, out of range (2 to 4)"),
        new Wrong(sized, "0001", "'length' counts 1 byte of body, out of range (2 to 4)"),
        new Wrong(
            "length: u64 of body, body: bytes ..4",
            "ffffffffffffffff",
            "'length' counts 18446744073709551615 bytes of body, out of range (0 to 4)"),
        new Wrong(
            pair, "04020000", "'b' would have 0 bytes according to 'all', out of range (1 to 5)"),
        new Wrong(
            "all: u8 of all..c, k: u8, c: by k { 1 { x: u8 } 2 { x: u16 } }",
            "040100",
            "'all' counts 1 byte more than all..c has"),
        new Wrong(
            "n: u8 of line, line: text ..200 until \"\\n\"",
            "0261626364",
            "'n' counts too few bytes for line: 'line' extends beyond them"),
        new Wrong("k: i8, c: by k { -1 { } }", "fe", "'c' has no case for 'k' = -2"),
        new Wrong("k: u8, c: by k { 1 { } }", "07", "'c' has no case for 'k' = 7"),
        new Wrong("n: varint, a: u8", "8000", "'n' encodes 0 in 2 bytes, more than required"),
        new Wrong("n: varint", "ffffffffffffffffff02", "'n' exceeds 64 bits"),
        new Wrong("n: digits, z: \":\"", "3031", "'n' has a leading zero"),
        new Wrong("n: digits, z: \":\"", "3a", "'n' must begin with a digit, not with byte 0x3a"),
        new Wrong("n: digits, z: \":\"", "31".repeat(19), "'n' has more than 18 digits"),
        new Wrong(
            "k: u8, t: bytes ..2 until end", "01020304", "'t' exceeds its maximum of 2 bytes"),
        new Wrong("t: bytes ..2 until \"\\n\"", "6161610a", "'t' exceeds its maximum of 2 bytes"),
        new Wrong(sized, "000361", "unexpected end of the data after 3 bytes, inside 'body'"));
  }

  static List<Wrong> corruptItems() {
    return List.of(
        new Wrong(
            "n: u16 items of l, l: list ..9 { x: u16 }",
            "ffff",
            "'n' counts 65535 items of l, more than the maximum of 4"),
        new Wrong(
            "n: u64 items of l, l: list ..9 { x: u16 }",
            "ffffffffffffffff",
            "'n' counts 18446744073709551615 items of l, more than the maximum of 4"),
        new Wrong(
            "n: u8 items of l, l: list ..9 { s: u8 of t, t: bytes ..8 }",
            "0203616161056161616161",
            "'l' exceeds its maximum of 9 bytes"),
        new Wrong(
            "n: u8 items of l, l: list ..20 { s: u8 of t, t: bytes ..8 }",
            "0201610961",
            "item 2 of 'l': 's' counts 9 bytes of t, out of range (0 to 8)"),
        new Wrong(
            "n: u8 items of l, l: list ..20 { m: u8 items of k, k: list ..9 { v: u8 = 7 } }",
            "020107020708",
            "item 2 of 'l': item 2 of 'k': 'v' must be 7, not 8"),
        new Wrong(
            "all: u8 of n..l, n: u8 items of l, l: list ..20 { x: u16 }",
            "0402000000000000",
            "item 2 of 'l': 'all' counts too few bytes for n..l: 'l' extends beyond them"),
        new Wrong(
            "all: u8 of n..l, n: u8 items of l, l: list ..20 { x: u16 }",
            "04010000ffff",
            "'all' counts 1 byte more than n..l has"),
        new Wrong(
            "all: u8 of l, n: u8 items of l, l: list ..20 { t: bytes ..18 until \"\\n\" }",
            "0202610a6161610a",
            "item 2 of 'l': 'all' counts too few bytes for l: 'l' extends beyond them"),
        new Wrong(
            "n: u8 items of l, l: list ..20 { x: u16 }",
            "02000100",
            "unexpected end of the data after 4 bytes, inside 'x'"));
  }

  @ParameterizedTest
  @MethodSource({"corrupt", "corruptItems"})
  void aStreamThatMakesNoSenseIsToldBySentenceAndNothingIsTaken(Wrong wrong) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(wrong.hex);
    try (var stream = new Stretches(bytes)) {
      var codec = Layout.parse(wrong.layout).codec();
      var error = assertThrows(IOException.class, () -> codec.read(stream.source()));
      assertEquals(wrong.sentence, error.getMessage());
      assertArrayEquals(bytes, stream.source().readAll(bytes.length));
    }
  }

  private static final String LIST =
      "n: u8 of l, l: list ..90 { id: u8, size: u8 of t, t: text ..99 }";

  static List<Wrong> bad() {
    return List.of(
        new Wrong(
            "a: u8, sum: crc32c",
            "0100000000",
            "'sum': crc32c mismatch: received 00000000, computed a016d052"),
        new Wrong(
            LIST, "0100", "item 1 of 'l': unexpected end of the data after 1 byte, inside 'size'"),
        new Wrong(
            LIST,
            "0400016205",
            "item 2 of 'l': unexpected end of the data after 1 byte, inside 'size'"),
        new Wrong(
            LIST,
            "050001620261",
            "item 2 of 'l': unexpected end of the data after 2 bytes, inside 't'"),
        new Wrong(LIST, "0700016202026381", "item 2 of 'l': 't' is not valid UTF-8"),
        new Wrong(
            "n: u8 of l, l: list ..9 { n: u8 of m, m: list ..9 { v: u8 = 7 } }",
            "0401070208",
            "item 2 of 'l': unexpected end of the data after 2 bytes, inside 'm'"),
        new Wrong(
            "n: u8 of l, l: list ..9 { n: u8 of m, m: list ..9 { v: u8 = 7 } }",
            "050107020708",
            "item 2 of 'l': item 2 of 'm': 'v' must be 7, not 8"),
        new Wrong(
            "n: u8 items of l, l: list ..20 { a: u8, s: text 1 }",
            "0201410281",
            "item 2 of 'l': 's' is not valid UTF-8"),
        new Wrong("t: text 2", "c328", "'t' is not valid UTF-8"),
        new Wrong(
            "t: bytes 3..9 until \"\\n\"",
            "61620a",
            "'t' has 2 bytes, fewer than the minimum of 3"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aMessageThatIsBadIsTakenAndTheNextOneFollows(Wrong wrong) throws Exception {
    Layout layout = Layout.parse(wrong.layout);
    Frame right = layout.random(new SplittableRandom(1));
    byte[] both = HexFormat.of().parseHex(wrong.hex + HexFormat.of().formatHex(right.toBytes()));
    try (var stream = new Stretches(both)) {
      var codec = layout.codec();
      var error = assertThrows(BadMessageException.class, () -> codec.read(stream.source()));
      assertEquals(wrong.sentence, error.getMessage());
      assertEquals(right.toString(), String.valueOf(codec.read(stream.source())));
    }
  }

  @Test
  void aDumpShowsWhatWasUnderstoodAndWhereItStopped() throws Exception {
    String hex =
        "5342 12 0005 68656c6c6f 9a71bb4c" + "5342 00 ffff 0102030405060708090a0b0c0d0e0f1011";
    assertEquals(
        """
        frame 1: 14 bytes at offset 0
          00000000  53 42                    magic    "SB"
          00000002  0001....                 version  1
          00000002  ....0010                 flags    2
          00000003  00 05                    length   5 bytes of body
          00000005  68 65 6c 6c 6f           body     |hello|
          0000000a  9a 71 bb 4c              sum      9a71bb4c
          ! 'sum': crc32c mismatch: received 9a71bb4c, computed a3eae8fa
        frame 2: broken after 5 bytes, at offset 14
          0000000e  53 42                    magic    "SB"
          00000010  0000....                 version  0
          00000010  ....0000                 flags    0
          00000011  ff ff                    length   65535 bytes of body
          00000013  01 02 03 04 05 06 07 08  ?
          0000001b  09 0a 0b 0c 0d 0e 0f 10
          ! 'length' counts 65535 bytes of body, out of range (0 to 1024)
        """,
        dump(
            "magic: \"SB\", version: u4, flags: u4, length: u16 of body, body: bytes ..1KiB, sum: crc32c",
            hex,
            4));
  }

  @Test
  void aDumpShortensWhatIsLongAndNeverSteersATerminal() throws Exception {
    assertEquals(
        """
        frame 1: 38 bytes at offset 0
          00000000  08                       size  8 bytes of text
          00000001  1b 5b 32 4a 61 e2 82 ac  text  "\\x1b[2Ja€"
          00000009  00 00 00 00 ff ff ff ff  id    4294967295 (0xffffffff)
          00000011  ff fe                    i     -2
          00000013  00 01 02 03 04 05 06 07  rest  |........|
          0000001b  08 09 0a 0b 0c 0d 1b 1c        |........|
                    ... 3 more bytes
        """,
        dump(
            "size: u8 of text, text: text ..9, id: u64, i: i16, rest: bytes 19",
            "08 1b5b324a61e282ac 00000000ffffffff fffe 000102030405060708090a0b0c0d1b1c1d1e1f",
            2));
  }

  private static final String OPTIONS =
      "n: u8 of options, options: list ..90 { kind: u8, n: u8 of parts, parts: list ..9 { part: u8 } }";

  @Test
  void whatGoesToTheEndEndsWithTheDatagramOrTheStream() throws Exception {
    var codec = Layout.parse("block: u16, data: bytes 2..5 until end").codec();
    byte[] bytes = {0, 1, 'a', 'b', 'c'};
    assertEquals("block 1, data 616263", codec.decode(ByteBuffer.wrap(bytes)).toString());
    try (var stream = new Stretches(bytes)) {
      assertEquals(3, Objects.requireNonNull(codec.read(stream.source())).bytes("data").length);
      assertNull(codec.read(stream.source()));
    }
    var tooShort = ByteBuffer.wrap(bytes, 0, 3);
    var error = assertThrows(BadMessageException.class, () -> codec.decode(tooShort));
    assertEquals("'data' has 1 byte, fewer than the minimum of 2", error.getMessage());
    var tooLong = ByteBuffer.allocate(8);
    assertThrows(LimitExceededException.class, () -> codec.decode(tooLong));
  }

  @Test
  void aDumpGoesIntoLists() throws Exception {
    assertEquals(
        """
        frame 1: 8 bytes at offset 0
          00000000  07                       n            7 bytes of options
          00000001                           options      7 bytes of items
          00000001  41                          1 kind    65 ('A')
          00000002  02                          1 n       2 bytes of parts
          00000003                              1 parts   2 bytes of items
          00000003  01                            1 part  1
          00000004  02                            2 part  2
          00000005  42                          2 kind    66 ('B')
          00000006  00                          2 n       0 bytes of parts
          00000007                              2 parts   empty
          00000007  43                          3 kind    67 ('C')
                                                3 ! unexpected end of the data after 1 byte, inside 'n'
          ! item 3 of 'options': unexpected end of the data after 1 byte, inside 'n'
        frame 2: 1 byte at offset 8
          00000008  00                       n            0 bytes of options
          00000009                           options      empty
        """,
        dump(OPTIONS, "07 41020102 4200 43 00", 4));
  }

  @Test
  void aDumpShortensLongListsToo() throws Exception {
    String text = dump(OPTIONS, "14" + "4100".repeat(10), 1);
    assertTrue(text.contains("  8 kind    65"), text);
    assertTrue(text.endsWith("            ... 4 more bytes\n"), text);
    assertTrue(dump(OPTIONS, "14" + "4100".repeat(10), 2).contains(" 10 kind    65"), text);
  }

  @Test
  void aDumpSaysWhatIsWrongWithEachMessageOfAListAndWhatIsBehindOne() throws Exception {
    assertEquals(
        """
        frame 1: 33 bytes at offset 0
          00000000  1f                       n          31 bytes of l
          00000001                           l          31 bytes of items
          00000001  01                          1 id    1
          00000002  01                          1 size  1 byte of t
          00000003  ff                          1 t     "\\xff"
                                                1 ! 't' is not valid UTF-8
          00000004  02                          2 id    2
          00000005  ff                          2 size  255 bytes of t
          00000006  00 00 00 00 00 00 00 00  ?
          0000000e  00 00 00 00 00 00 00 00
                    ... 10 more bytes
                                                2 ! 'size' counts 255 bytes of t, out of range (0 to 99)
          00000020  07                       end        7
          ! item 1 of 'l': 't' is not valid UTF-8
        """,
        dump(LIST + ", end: u8", "1f 0101ff 02ff" + "00".repeat(26) + "07", 2));
  }

  @Test
  void aDumpShowsAllBytesOfNumbersAndConstantsToo() throws Exception {
    assertEquals(
        """
        frame 1: 19 bytes at offset 0
          00000000  30 31 32 33 34 35 36 37  b  "0123456789"
          00000008  38 39
          0000000a  31 32 33 34 35 36 37 38  n  12345678
          00000012  3a                       c  ":"
        """,
        dump(
            "b: \"0123456789\", n: digits, c: \":\"",
            "30313233343536373839 3132333435363738 3a",
            4));
  }

  private static String dump(String layout, String hex, int rows) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    var dump = new Dump(rows, false);
    var text = new StringBuilder();
    try (var stream = new Stretches(bytes)) {
      var dissector = new Dissector(Layout.parse(layout), stream.source());
      for (var each = dissector.next(); each != null; each = dissector.next()) {
        text.append(dump.rows(each));
      }
    }
    return text.toString();
  }

  @Test
  void eachFieldHasAColourForATerminal() throws Exception {
    try (var stream = new Stretches(new byte[] {1, 2})) {
      var message = new Dissector(Layout.parse("a: u8, b: u8"), stream.source()).next();
      String rows = new Dump(1, true).rows(Objects.requireNonNull(message));
      assertEquals(
          2, rows.lines().filter(line -> line.matches("\033\\[3.m  0.*\033\\[0m")).count());
    }
  }
}
