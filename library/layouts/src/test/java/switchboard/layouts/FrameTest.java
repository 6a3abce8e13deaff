package switchboard.layouts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests building messages, and reading their fields by name. */
class FrameTest {
  static final Layout PACKET =
      Layout.parse(
          "magic: \"SB\", version: u4, flags: u4, length: u16 of name..body, name: text ..9 until"
              + " \"\\0\", body: bytes ..1KiB, sum: crc32c");
  private static final Layout KINDS =
      Layout.parse("kind: u8, body: by kind { \"M\" { x: i32, y: i32 } \"Q\" { } }");

  @Test
  void aMessageIsMadeOfWhatItsFieldsAreToBe() {
    Frame frame =
        PACKET
            .frame()
            .with("version", 1)
            .with("flags", 2)
            .with("name", "hé")
            .with("body", new byte[] {9})
            .build();
    assertEquals("53421200056 8c3a9 00 09".replace(" ", ""), hex(frame).substring(0, 20));
    assertEquals(5, frame.number("length"));
    assertEquals("hé", frame.text("name"));
    assertArrayEquals(new byte[] {9}, frame.bytes("body"));
    assertArrayEquals(new byte[] {'S', 'B'}, frame.bytes("magic"));
    assertEquals(PACKET, frame.layout());
    assertEquals(14, frame.length());
  }

  private static String hex(Frame frame) {
    return HexFormat.of().formatHex(frame.toBytes());
  }

  @Test
  void aChoiceHasTheFieldsOfItsCaseAlone() {
    Frame move = KINDS.frame().with("kind", 'M').with("x", 3).with("y", -4).build();
    assertEquals("4d00000003fffffffc", hex(move));
    assertEquals(-4, move.number("y"));
    Frame quit = KINDS.frame().with("kind", 'Q').build();
    assertFalse(quit.has("x"));
    assertTrue(move.has("x"));
    assertNotEquals(move, quit);
    assertEquals(move, KINDS.frame().with("y", -4).with("x", 3).with("kind", 'M').build());
  }

  record Refused(String sentence, Executable attempt) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  static List<Refused> refused() {
    Frame quit = KINDS.frame().with("kind", 'Q').build();
    return List.of(
        new Refused("'flags' must be 0 to 15, not 16", () -> PACKET.frame().with("flags", 16)),
        new Refused("'flags' must be 0 to 15, not -1", () -> PACKET.frame().with("flags", -1)),
        new Refused(
            "'length: u16 of name..body' is computed or constant; remove its value",
            () -> PACKET.frame().with("length", 5)),
        new Refused(
            "no field 'size' in the layout (kind: u8, body: by kind { 77 { x: i32, y: i32 }, 81 {  } })",
            () -> KINDS.frame().with("size", 5)),
        new Refused(
            "'x: bytes 9' does not accept a number",
            () -> kinds().with("x", new byte[9]).with("x", 5).with("k", 2).build()),
        new Refused(
            "'kind: u8' does not accept bytes or text", () -> KINDS.frame().with("kind", "x")),
        new Refused(
            "'x' must be 0 to 255, not 300", () -> two().with("t", 2).with("x", 300).build()),
        new Refused("'x' must be 0 to 65535, not 70000", () -> two().with("x", 70_000)),
        new Refused(
            "'x' must not contain its delimiter \"\\n\"",
            () -> two().with("t", 3).with("x", "a\nb").build()),
        new Refused(
            "'name' must have 0 to 9 bytes, not 10",
            () -> PACKET.frame().with("name", "0123456789")),
        new Refused(
            "'name' must not contain its delimiter \"\\x00\"",
            () -> PACKET.frame().with("name", "a\0b")),
        new Refused(
            "'name' must be valid UTF-8",
            () -> PACKET.frame().with("name", new byte[] {(byte) 0xC3, 0x28})),
        new Refused(
            "value of 'name' has an unpaired surrogate",
            () -> PACKET.frame().with("name", "a\ud83d")),
        new Refused(
            "missing value for field 'version: u4'",
            () -> PACKET.frame().with("name", "").with("body", new byte[0]).build()),
        new Refused(
            "'x' belongs to another case of a choice; remove its value",
            () -> KINDS.frame().with("kind", 'Q').with("x", 3).build()),
        new Refused(
            "'body' has no case for 'kind' = 7", () -> KINDS.frame().with("kind", 7).build()),
        new Refused(
            "this message has no field 'x'; its fields are kind, body", () -> quit.number("x")),
        new Refused("'kind: u8' is not text", () -> quit.text("kind")),
        new Refused(
            "message has the layout (a: u8), expected (a: u16)",
            () ->
                Layout.parse("a: u16")
                    .codec()
                    .encode(Layout.parse("a: u8").frame().with("a", 1).build())));
  }

  private static FrameBuilder kinds() {
    return Layout.parse("k: u8, c: by k { 1 { x: u8 } 2 { x: bytes 9 } }").frame();
  }

  /**
   * Returns a builder for a layout with a choice. The cases of the choice contain different fields
   * with the same name.
   */
  private static FrameBuilder two() {
    return Layout.parse(
            "t: u8, c: by t { 1 { x: u16 } 2 { x: u8 } 3 { x: text ..9 until \"\\n\" } 4 { n: u8 of"
                + " x, x: bytes ..9 } }")
        .frame();
  }

  static List<Refused> refusedLists() {
    Frame quit = KINDS.frame().with("kind", 'Q').build();
    return List.of(
        new Refused("'kind: u8' is not a list", () -> quit.list("kind")),
        new Refused(
            "'kind: u8' does not accept list items", () -> KINDS.frame().with("kind", List.of())),
        new Refused(
            "'l: list ..4 { a: u16 }' does not accept bytes or text",
            () -> list().with("l", new byte[2])),
        new Refused(
            "'l: list ..4 { a: u16 }' does not accept items whose layout is (a: u8)",
            () -> list().with("l", List.of(Layout.parse("a: u8").frame().with("a", 1).build()))),
        new Refused(
            "'l' must have 0 to 4 bytes, not 6",
            () ->
                list()
                    .with(
                        "l",
                        Collections.nCopies(
                            3, Layout.parse("a: u16").frame().with("a", 1).build()))),
        new Refused("missing value for field 'l: list ..4 { a: u16 }'", () -> list().build()));
  }

  private static FrameBuilder list() {
    return Layout.parse("n: u8 of l, l: list ..4 { a: u16 }").frame();
  }

  @ParameterizedTest
  @MethodSource({"refused", "refusedLists"})
  void whatCantBeIsRefusedInASentence(Refused refused) {
    var error = assertThrows(IllegalArgumentException.class, refused.attempt);
    assertEquals(refused.sentence, error.getMessage());
  }

  static final Layout MENU =
      Layout.parse(
          "n: u16 of items, items: list ..500 { price: u16, n: u8 of tags, tags: list ..20 { tag:"
              + " text ..9 until \"\\0\" } }, end: u8");

  @Test
  void aListIsMadeOfMessagesAndGivesThemBack() {
    Layout item = ((ListField) MENU.fields().get(1)).element();
    Layout tag = ((ListField) item.fields().get(2)).element();
    Frame hot = tag.frame().with("tag", "hot").build();
    Frame soup = item.frame().with("price", 7).with("tags", List.of(hot, hot)).build();
    Frame water = item.frame().with("tags", List.of()).with("price", 1).build();
    Frame menu = MENU.frame().with("end", 9).with("items", List.of(soup, water)).build();
    assertEquals("000e" + "000708686f740 0686f7400".replace(" ", "") + "000100" + "09", hex(menu));
    assertEquals(List.of(soup, water), menu.list("items"));
    assertEquals("hot", menu.list("items").get(0).list("tags").get(1).text("tag"));
    assertArrayEquals(new byte[] {0, 1, 0}, menu.list("items").get(1).toBytes());
    assertEquals(14, menu.bytes("items").length);
  }

  @Test
  void aFrameOutlivesItsSource() throws Exception {
    byte[] two = {1, 2};
    try (var stream = new Stretches(two)) {
      var codec = Layout.parse("a: u8").codec();
      Frame first = Objects.requireNonNull(codec.read(stream.source()));
      Frame second = Objects.requireNonNull(codec.read(stream.source()));
      assertEquals(1, first.number("a"));
      assertEquals(2, second.number("a"));
    }
  }
}
