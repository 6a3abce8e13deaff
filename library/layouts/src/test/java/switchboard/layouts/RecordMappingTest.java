package switchboard.layouts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.frames.Size;
import switchboard.layouts.FrameTest.Refused;
import switchboard.net.BadMessageException;
import switchboard.net.Slice;

/** Tests mapping the messages of a layout to records. */
class RecordMappingTest {
  private static final Layout PACKET = FrameTest.PACKET;
  private static final Layout MENU = FrameTest.MENU;

  record Packet(int version, byte flags, String name, Slice body) {
    Packet {
      if (version == 9) {
        throw new IllegalArgumentException("version 9 was withdrawn");
      }
    }
  }

  record Bits(boolean on, short rest, long big) {}

  @Test
  void aMessageIsARecord() throws Exception {
    var codec = PACKET.codec(MethodHandles.lookup(), Packet.class);
    var packet = new Packet(1, (byte) 2, "ann", Slice.of(new byte[] {7, 8}));
    try (var stream = new Stretches(codec.encode(packet))) {
      assertEquals(packet, codec.read(stream.source()));
    }
    Contracts.of(PACKET, MethodHandles.lookup(), Packet.class).run(1, 200);
    var bits = Layout.parse("on: u1, rest: u15, big: u64");
    Contracts.of(bits, MethodHandles.lookup(), Bits.class).run(1, 200);
  }

  record Hasty(Slice name) {
    Hasty {
      throw new IllegalStateException("never");
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // the test expects that this record is rejected
  record Raw(byte[] name) {}

  record Raws(List<Raw> all) {}

  @Test
  void aCheckOfRecordsSaysWhatItCannotCheck() {
    var name = Layout.parse("name: bytes 3");
    var lookup = MethodHandles.lookup();
    var never = Contracts.of(name, lookup, Hasty.class);
    var error = assertThrows(AssertionError.class, () -> never.run(1, 1));
    assertTrue(error.getMessage().contains("the record rejected all"), error.getMessage());
    var arrays = Layout.parse("n: u8 of all, all: list ..9 { name: bytes 3 }");
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> Contracts.of(arrays, lookup, Raws.class));
    assertEquals(
        "'name' is an array, which is not equal by value; use Slice", refused.getMessage());
  }

  record Tag(String tag) {
    Tag {
      if (tag.equals("got")) {
        throw new IllegalArgumentException("nobody got it");
      }
    }
  }

  /** The index of the first letter of the first tag. */
  private static final int HOT = 5;

  record Item(int price, List<Tag> tags) {}

  record Menu(short end, List<Item> items) {}

  @Test
  void aListIsRecordsToo() throws Exception {
    var lookup = MethodHandles.lookup();
    var codec = MENU.codec(lookup, Menu.class);
    var menu =
        new Menu(
            (short) 4,
            List.of(new Item(7, List.of(new Tag("hot"), new Tag("ä"))), new Item(1, List.of())));
    byte[] bytes = codec.encode(menu);
    assertEquals(menu, codec.decode(ByteBuffer.wrap(bytes)));
    Contracts.of(MENU, lookup, Menu.class).run(1, 200);
    bytes[HOT] = 'g';
    ByteBuffer refused = ByteBuffer.wrap(bytes);
    var error = assertThrows(BadMessageException.class, () -> codec.decode(refused));
    assertEquals(
        "item 1 of 'items': item 1 of 'tags': invalid Tag: nobody got it", error.getMessage());
  }

  @Test
  void aRecordThatRefusesItselfIsABadMessage() throws Exception {
    byte[] withdrawn =
        PACKET
            .frame()
            .with("version", 9)
            .with("flags", 0)
            .with("name", "")
            .with("body", new byte[0])
            .build()
            .toBytes();
    var codec = PACKET.codec(MethodHandles.lookup(), Packet.class);
    try (var stream = new Stretches(withdrawn)) {
      var error = assertThrows(BadMessageException.class, () -> codec.read(stream.source()));
      assertEquals("invalid Packet: version 9 was withdrawn", error.getMessage());
    }
  }

  record Fragile(byte at) {
    Fragile {
      at = new byte[] {1, 2}[at];
    }
  }

  @Test
  void aRecordThatFailsIsABadMessageToo() throws Exception {
    var codec = Layout.parse("at: i8").codec(MethodHandles.lookup(), Fragile.class);
    try (var stream = new Stretches(new byte[] {7, 1})) {
      assertThrows(BadMessageException.class, () -> codec.read(stream.source()));
      assertEquals(new Fragile((byte) 1), codec.read(stream.source()));
    }
  }

  record Small(short a) {}

  record Smalls(List<Small> all) {}

  record Hyphens(int keyKind, long longKeyNo) {}

  @Test
  void aHyphenInAFieldIsACapitalInAComponent() throws Exception {
    var codec =
        Layout.parse("key-kind: u8, long-key-no: varint")
            .codec(MethodHandles.lookup(), Hyphens.class);
    assertArrayEquals(new byte[] {7, 9}, codec.encode(new Hyphens(7, 9)));
    assertEquals(new Hyphens(7, 9), codec.decode(ByteBuffer.wrap(new byte[] {7, 9})));
  }

  @Test
  void aRecordThatCantBeAMessageIsToldWithItsPlaceInAList() {
    var codec = MENU.codec(MethodHandles.lookup(), Menu.class);
    var items = List.of(new Item(7, List.of()), new Item(70_000, List.of()));
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> codec.encode(new Menu((short) 1, items)));
    assertEquals("item 2 of 'items': 'price' must be 0 to 65535, not 70000", error.getMessage());
    var holes = new ArrayList<Item>();
    holes.add(null);
    var missing =
        assertThrows(NullPointerException.class, () -> codec.encode(new Menu((short) 1, holes)));
    assertEquals("item 1 of 'items' is null", missing.getMessage());
  }

  record Words(List<String> a) {}

  record Other(int a, int b) {}

  static List<Refused> unfitting() {
    var lookup = MethodHandles.lookup();
    return List.of(
        new Refused(
            "'a: u16' does not fit a component of type short; use int or long",
            () -> Layout.parse("a: u16").codec(lookup, Small.class)),
        new Refused(
            "'a: text 3' does not fit a component of type short; use String",
            () -> Layout.parse("a: text 3").codec(lookup, Small.class)),
        new Refused(
            "'a: bytes 3' does not fit a component of type short; use Slice or byte[]",
            () -> Layout.parse("a: bytes 3").codec(lookup, Small.class)),
        new Refused(
            "'a: list ..9 { b: u8 }' does not fit a component of type short; use a List of"
                + " records",
            () -> Layout.parse("n: u8 of a, a: list ..9 { b: u8 }").codec(lookup, Small.class)),
        new Refused(
            "'a' is a list; use a List of records",
            () -> Layout.parse("n: u8 of a, a: list ..9 { b: u8 }").codec(lookup, Words.class)),
        new Refused(
            "record Small has no component 'b' for the field 'b: u8'",
            () ->
                Layout.parse("n: u8 of all, all: list ..9 { a: i16, b: u8 }")
                    .codec(lookup, Smalls.class)),
        new Refused(
            "record Small has no component 'b' for the field 'b: u8'",
            () -> Layout.parse("a: i16, b: u8").codec(lookup, Small.class)),
        new Refused(
            "record Other has a component 'b', but the layout has no such field to set",
            () -> Layout.parse("a: i16").codec(lookup, Other.class)),
        new Refused(
            "'c' is a choice, which a record cannot represent; use Frame or, if the first byte selects"
                + " the type, one layout for each type and Codec.tagged()",
            () -> Layout.parse("a: i16, c: by a { 1 { } }").codec(lookup, Small.class)),
        new Refused(
            "class switchboard.layouts.RecordMappingTest$Small is not accessible; pass the"
                + " MethodHandles.lookup() of a class that has access to it",
            () -> Layout.parse("a: i16").codec(MethodHandles.publicLookup(), Small.class)));
  }

  @ParameterizedTest
  @MethodSource("unfitting")
  void aRecordThatDoesNotFitItsLayoutIsRefusedWhenTheCodecIsBuilt(Refused refused) {
    var error = assertThrows(IllegalArgumentException.class, refused.attempt());
    assertEquals(refused.sentence(), error.getMessage());
  }

  record Question(Slice name, int type) {}

  record Query(int id, List<Question> questions) {}

  @Test
  void theNumberOfItemsOfAListIsComputed() throws IOException {
    Layout layout =
        Layout.of(
            Field.unsigned("id", 16),
            Field.unsigned("count", 16).countingItems("questions"),
            Field.list("questions", Layout.parse("name: bytes ..254 until \"\\x00\", type: u16"))
                .max(1, Size.KIB));
    assertEquals(layout, Layout.parse(layout.toString()));
    var codec = layout.codec(MethodHandles.lookup(), Query.class);
    var query =
        new Query(
            7,
            List.of(
                new Question(Slice.of(new byte[] {1, 'a'}), 1),
                new Question(Slice.of(new byte[] {1, 'b'}), 15)));
    byte[] bytes = codec.encode(query);
    assertEquals("000700020161000001016200000f", HexFormat.of().formatHex(bytes));
    assertEquals(query, codec.decode(ByteBuffer.wrap(bytes)));
    var none = new Query(7, List.of());
    assertEquals("00070000", HexFormat.of().formatHex(codec.encode(none)));
    assertEquals(none, codec.decode(ByteBuffer.wrap(codec.encode(none))));
    var error = assertThrows(IllegalArgumentException.class, () -> layout.frame().with("count", 1));
    assertTrue(error.getMessage().contains("is computed or constant"), error.getMessage());
    Contracts.of(layout, MethodHandles.lookup(), Query.class).run(3, 200);
  }
}
