package switchboard.layouts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Tests the diagrams of layouts. */
class DiagramTest {

  @Test
  void fieldsAreDrawnAsRfcsDrawThem() {
    assertEquals(
        """
         0                   1                   2                   3
         0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
        |f| rsv |opcode |     kind      |            length             |
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
        |                              id                               |
        +                                                               +
        |                                                               |
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
        /                             body                              /
        /                        0 to 100 bytes                         /
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
        |                              sum                              |
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

        fin     a number from 0 to 1
        rsv     always 0
        opcode  a number from 0 to 15
        kind    always "K"
        length  counts the bytes of body, little-endian
        id      a number from -9223372036854775808 to 9223372036854775807
        body    text in UTF-8, 0 to 100 bytes
        sum     CRC-32 of length..body

        A message has 16 to 116 bytes.
        """,
        Layout.parse(
                "fin: u1, rsv: u3 = 0, opcode: u4, kind: \"K\", length: u16le of body, id: i64,"
                    + " body: text ..100, sum: crc32 of length..body")
            .diagram());
  }

  @Test
  void eachCaseOfAChoiceHasItsPicture() {
    assertEquals(
        """
         0                   1                   2                   3
         0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
        +-+-+-+-+-+-+-+-+
        |     kind      |
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
        /                             body                              /
        /                        depends on kind                        /
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

        kind  a number from 0 to 255
        body  depends on kind

        body, if kind is 67 ('C'):
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
        |                      rgb                      |
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

        rgb   3 bytes

        body, if kind is 81 ('Q'): nothing

        body, if kind is anything else:
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
        /                             rest                              /
        /                         0 to 9 bytes                          /
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

        rest  0 to 9 bytes, then the delimiter ";"

        A message has 1 to 11 bytes.
        """,
        Layout.parse(
                "kind: u8, body: by kind { \"C\" { rgb: bytes 3 } \"Q\" { } else { rest: bytes ..9"
                    + " until \";\" } }")
            .diagram());
  }

  @Test
  void theMessagesOfAListHaveTheirPicture() {
    assertEquals(
        """
         0                   1                   2                   3
         0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
        +-+-+-+-+-+-+-+-+
        |       n       |
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
        /                             list                              /
        /                        0 to 200 bytes                         /
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

        n     counts the bytes of list
        list  list of items (see below), 0 to 200 bytes

        list, each item:
        +-+-+-+-+-+-+-+-+
        |     kind      |
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
        /                            content                            /
        /                        depends on kind                        /
        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

        kind     a number from 0 to 255
        content  depends on kind

        content, if kind is 1:
        +-+-+-+-+-+-+-+-+
        |       x       |
        +-+-+-+-+-+-+-+-+

        x        a number from 0 to 255

        A message has 1 to 201 bytes.
        """,
        Layout.parse(
                "n: u8 of list, list: list ..200 { kind: u8, content: by kind { 1 { x: u8 } } }")
            .diagram());
  }

  @Test
  void aNumberOfItemsIsToldInTheLegend() {
    String diagram = Layout.parse("n: u16le items of all, all: list ..200 { kind: u8 }").diagram();
    assertTrue(diagram.contains("n    counts the items of all, little-endian\n"), diagram);
    assertTrue(diagram.contains("all  list of items (see below), 0 to 200 bytes\n"), diagram);
  }

  @Test
  void whatIsBehindAChoiceInsideAByteBeginsWhereItDoes() {
    String diagram =
        Layout.parse(
                "k: u4, c: by k { 1 { x: u4 } 2 { y: u12 } }, d: by k { 1 { z: u8 } 2 { w: u16 } }")
            .diagram();
    assertTrue(diagram.contains("\n|       z       |\n"), diagram);
    assertTrue(diagram.contains("\n        |   x   |\n"), diagram);
  }
}
