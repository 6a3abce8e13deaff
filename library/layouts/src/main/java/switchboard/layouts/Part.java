package switchboard.layouts;

import java.util.HexFormat;
import switchboard.net.Slice;

/**
 * One field of a message that has come.
 *
 * @param field what it is
 * @param offset its first byte, from the front of the message
 * @param bytes how many bytes it touches
 * @param bit its first bit in the first byte, from 0 for the most significant
 * @param bits how many bits it has
 * @param value what it says: a number, text that is safe to print, or bytes in hexadecimal
 */
public record Part(Field field, int offset, int bytes, int bit, long bits, String value) {

  static Part of(Track.Spot spot, Slice message) {
    byte[] content = new byte[spot.content()];
    message.copyTo(spot.startByte(), content, 0, content.length);
    String value =
        switch (spot.field()) {
          case NumberField number -> number.coding().show(spot.value());
          case ConstantField _ -> Names.quoted(content);
          case BytesField own when own.isText() -> Names.shown(content);
          default -> HexFormat.of().formatHex(content);
        };
    return new Part(
        spot.field(),
        spot.startByte(),
        spot.bytes(),
        (int) (spot.start() % Byte.SIZE),
        spot.bits(),
        value);
  }

  /** What the field is called. */
  public String name() {
    return field.name();
  }

  /** Whether it shares its first or its last byte with another one. */
  public boolean isInsideByte() {
    return bit != 0 || bits % Byte.SIZE != 0;
  }
}
