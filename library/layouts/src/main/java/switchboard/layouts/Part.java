package switchboard.layouts;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import switchboard.net.Slice;

/**
 * One field of a message: its position and its value. Belongs to one thread, as the message does.
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

  /** {@return the index of its first byte in the message} */
  public int offset() {
    return spot.startByte();
  }

  /** {@return the number of bytes that it occupies, at least in part, including its delimiter} */
  public int bytes() {
    return spot.bytes();
  }

  /** Returns the number of bytes without the delimiter. */
  int content() {
    return spot.content();
  }

  /** {@return the index of its first bit in its first byte; 0 is the most significant bit} */
  public int bit() {
    return (int) (spot.start() % Byte.SIZE);
  }

  /** {@return its length in bits} */
  public long bits() {
    return spot.bits();
  }

  /** {@return whether it shares its first or its last byte with another field} */
  public boolean isInsideByte() {
    return bit() != 0 || bits() % Byte.SIZE != 0;
  }

  /**
   * Returns a dissector of the items of a list. Their offsets are relative to the stream of this
   * message.
   *
   * @return a new dissector, or null if this field is not a list
   */
  public @Nullable Dissector messages() {
    return field() instanceof ListField list
        ? Dissector.inside(list, message.buffer().slice(offset(), content()), start + offset())
        : null;
  }

  /**
   * Formats the value: a number in decimal, text in quotes with control characters escaped, or
   * bytes in hexadecimal. Only the first 64 MiB of a longer field are formatted.
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
