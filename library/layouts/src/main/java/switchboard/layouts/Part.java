package switchboard.layouts;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import switchboard.net.Slice;

/**
 * One field of a message: its position and its value. Only the thread that uses the message may use
 * this object.
 *
 * @since 0.1.0
 */
public final class Part {
  /** The maximum number of bytes that {@link #value} formats. */
  private static final int VALUE_BYTES_MAX = 64 << 20;

  private final FieldOffsets.Spot spot;
  private final Slice message;

  /** The offset of the message in its stream. */
  private final long start;

  Part(FieldOffsets.Spot spot, Slice message, long start) {
    this.spot = spot;
    this.message = message;
    this.start = start;
  }

  /** {@return the field} */
  public Field field() {
    return spot.field();
  }

  /** {@return the name of the field} */
  public String name() {
    return field().name();
  }

  /** {@return the index in the message of the first byte of the field} */
  public int offset() {
    return spot.startByte();
  }

  /**
   * {@return the number of bytes that the field and its delimiter occupy, completely or in part}
   */
  public int bytes() {
    return spot.bytes();
  }

  /** Returns the number of bytes of the field, without its delimiter. */
  int content() {
    return spot.content();
  }

  /**
   * {@return the index of the field's first bit in its first byte; 0 is the most significant bit}
   */
  public int bit() {
    return (int) (spot.start() % Byte.SIZE);
  }

  /** {@return the length of the field in bits} */
  public long bits() {
    return spot.bits();
  }

  /** {@return whether the field shares its first or its last byte with another field} */
  public boolean isInsideByte() {
    return bit() != 0 || bits() % Byte.SIZE != 0;
  }

  /**
   * Returns a dissector of the items of this list. The dissector reports the offset of each item in
   * the stream from which the message was read.
   *
   * @return a new dissector, or null if this field is not a list
   */
  public @Nullable Dissector messages() {
    return field() instanceof ListField list
        ? Dissector.inside(list, message.buffer().slice(offset(), content()), start + offset())
        : null;
  }

  /**
   * Formats the value of the field: a number in decimal, text in quotes with control characters
   * escaped, or bytes in hexadecimal. If the field is longer than 64 MiB, only its first 64 MiB are
   * formatted.
   *
   * @return a new string
   */
  public String value() {
    if (field() instanceof NumberField) {
      return spot.shown();
    }
    byte[] content = new byte[Math.min(spot.content(), VALUE_BYTES_MAX)];
    message.copyTo(spot.startByte(), content, 0, content.length);
    return switch (field()) {
      case ConstantField _ -> FieldSyntax.quoted(content);
      case BytesField own when own.isText() -> FieldSyntax.shown(content);
      default -> HexFormat.of().formatHex(content);
    };
  }

  @Override
  public String toString() {
    return name() + " " + value();
  }
}
