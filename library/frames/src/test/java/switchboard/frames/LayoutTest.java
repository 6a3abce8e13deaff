package switchboard.frames;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Builder options that contradict each other, and messages that cannot be encoded. */
class LayoutTest {
  record Refused(String sentence, Executable attempt) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  static List<Refused> impossibleLayouts() {
    var prefixed = Codec.lengthPrefixed();
    var lines = Codec.lines();
    return List.of(
        new Refused("a message must have at least 1 byte, not 0", () -> Codec.fixedLength(0)),
        new Refused("a message must have at least 1 byte, not -5", () -> Codec.fixedLength(-5)),
        new Refused(
            "a delimiter or escape byte must be 0 to 255, not 256", () -> Codec.delimitedBy(256)),
        new Refused(
            "a delimiter or escape byte must be 0 to 255, not -1", () -> Codec.delimitedBy(-1)),
        new Refused(
            "a length prefix must have 1, 2, 3, 4 or 8 bytes, not 0",
            () -> prefixed.prefixBytes(0)),
        new Refused(
            "a length prefix must have 1, 2, 3, 4 or 8 bytes, not 5",
            () -> prefixed.prefixBytes(5)),
        new Refused(
            "a length prefix must have 1, 2, 3, 4 or 8 bytes, not 9",
            () -> prefixed.prefixBytes(9)),
        new Refused(
            "a length prefix of 1 bytes holds at most 255, too little for a maximum of 256 bytes;"
                + " use a longer prefix or lower the maximum to 255",
            () -> prefixed.prefixBytes(1).max(256, Size.BYTES)),
        new Refused(
            "a length prefix of 2 bytes holds at most 65535, too little for a maximum of 65536"
                + " bytes; use a longer prefix or lower the maximum to 65533",
            () -> prefixed.prefixBytes(2).lengthIncludesPrefix().max(64, Size.KIB)),
        new Refused(
            "a size must be 1 to 2147483583 bytes, not 0 bytes", () -> lines.max(0, Size.BYTES)),
        new Refused(
            "a size must be 1 to 2147483583 bytes, not -1 KiB", () -> prefixed.max(-1, Size.KIB)),
        new Refused(
            "a size must be 1 to 2147483583 bytes, not 2048 MiB",
            () -> Codec.delimitedBy(0).max(2048, Size.MIB)));
  }

  @ParameterizedTest
  @MethodSource("impossibleLayouts")
  void anImpossibleLayoutFailsWhenItIsBuilt(Refused refused) {
    var error = assertThrows(IllegalArgumentException.class, refused.attempt);
    assertEquals(refused.sentence, error.getMessage());
  }

  @Test
  void theLargestThatAPrefixCountsIsAllowed() {
    byte[] encoded =
        Codec.lengthPrefixed().prefixBytes(1).max(255, Size.BYTES).encode(new byte[255]);
    assertEquals((byte) 255, encoded[0]);
    encoded =
        Codec.lengthPrefixed()
            .prefixBytes(1)
            .lengthIncludesPrefix()
            .max(254, Size.BYTES)
            .encode(new byte[254]);
    assertEquals((byte) 255, encoded[0]);
  }

  static List<Refused> messagesThatWouldNotBeReadBack() {
    var fixed = Codec.fixedLength(4);
    var delimited = Codec.delimitedBy(',').max(4, Size.BYTES);
    var prefixed = Codec.lengthPrefixed().max(4, Size.BYTES);
    var lines = Codec.lines().max(4, Size.BYTES);
    return List.of(
        new Refused("message must have 4 bytes, not 3", () -> fixed.encode(new byte[3])),
        new Refused(
            "message of 5 bytes exceeds the limit of 4 bytes", () -> delimited.encode(new byte[5])),
        new Refused(
            "message contains its delimiter: byte 44 at index 1",
            () -> delimited.encode(new byte[] {1, ','})),
        new Refused(
            "message of 5 bytes exceeds the limit of 4 bytes", () -> prefixed.encode(new byte[5])),
        new Refused("line of 5 bytes exceeds the limit of 4 bytes", () -> lines.encode("12345")),
        new Refused("line of 6 bytes exceeds the limit of 4 bytes", () -> lines.encode("grüß")),
        new Refused("a line must not contain LF or end with CR", () -> lines.encode("a\nb")),
        new Refused("a line must not contain LF or end with CR", () -> lines.encode("a\r")),
        new Refused("text has an unpaired surrogate at index 1", () -> lines.encode("a\ud83d")));
  }

  @ParameterizedTest
  @MethodSource("messagesThatWouldNotBeReadBack")
  void theEncoderRefusesWhatItWouldNotReadBack(Refused refused) {
    var error = assertThrows(IllegalArgumentException.class, refused.attempt);
    assertEquals(refused.sentence, error.getMessage());
  }

  record Wire(LengthPrefixedCodecBuilder layout, List<Integer> bytes) {
    Wire(LengthPrefixedCodecBuilder layout, Integer... bytes) {
      this(layout, List.of(bytes));
    }
  }

  static Stream<Wire> prefixesOfThreeBytes() {
    var layout = Codec.lengthPrefixed();
    return Stream.of(
        new Wire(layout, 0, 0, 0, 3),
        new Wire(layout.littleEndian(), 3, 0, 0, 0),
        new Wire(layout.lengthIncludesPrefix(), 0, 0, 0, 7),
        new Wire(layout.prefixBytes(1), 3),
        new Wire(layout.prefixBytes(2), 0, 3),
        new Wire(layout.prefixBytes(2).littleEndian().lengthIncludesPrefix(), 5, 0),
        new Wire(layout.prefixBytes(3), 0, 0, 3),
        new Wire(layout.prefixBytes(8), 0, 0, 0, 0, 0, 0, 0, 3),
        new Wire(
            layout.lengthIncludesPrefix().prefixBytes(8).littleEndian(), 11, 0, 0, 0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("prefixesOfThreeBytes")
  void aPrefixHasTheBytesThatItsLayoutSays(Wire wire) {
    byte[] encoded = wire.layout.max(100, Size.BYTES).encode(new byte[] {'a', 'b', 'c'});
    byte[] expected = new byte[wire.bytes.size() + 3];
    for (int i = 0; i < wire.bytes.size(); i++) {
      expected[i] = wire.bytes.get(i).byteValue();
    }
    System.arraycopy(new byte[] {'a', 'b', 'c'}, 0, expected, wire.bytes.size(), 3);
    assertArrayEquals(expected, encoded);
  }

  @Test
  void encodingDoesNotKeepTheArrayOfTheCaller() {
    byte[] message = {1, 2, 3};
    byte[] encoded = Codec.fixedLength(3).encode(message);
    message[0] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, encoded);
  }
}
