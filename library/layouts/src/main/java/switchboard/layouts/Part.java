package switchboard.layouts;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import switchboard.net.Slice;

/** One field of a message that has come. Belongs to one thread, as the message does. */
public final class Part {
  /** More of a field is not told in words: who wants it all takes the message's bytes. */
  private static final int TOLD_MAX = 64 << 20;

  private final FieldOffsets.Spot spot;
  private final Slice message;

  /** Where the message begins in its stream. */
  private final long start;

  Part(FieldOffsets.Spot spot, Slice message, long start) {
    this.spot = spot;
    this.message = message;
    this.start = start;
  }

  /** What it is. */
  public Field field() {
    return spot.field();
  }

  /** What the field is called. */
  public String name() {
    return field().name();
  }

  /** Its first byte, from the front of the message. */
  public int offset() {
    return spot.startByte();
  }

  /** How many bytes it touches, its delimiter included. */
  public int bytes() {
    return spot.bytes();
  }

  /** How many bytes it has without its delimiter. */
  int content() {
    return spot.content();
  }

  /** Its first bit in the first byte, from 0 for the most significant. */
  public int bit() {
    return (int) (spot.start() % Byte.SIZE);
  }

  /** How many bits it has. */
  public long bits() {
    return spot.bits();
  }

  /** Whether it shares its first or its last byte with another one. */
  public boolean isInsideByte() {
    return bit() != 0 || bits() % Byte.SIZE != 0;
  }

  /**
   * Takes the messages of a list apart, one after the other; their offsets are those in the stream
   * of this one. Made each time.
   *
   * @return null if it is no list
   */
  public @Nullable Dissector messages() {
    return field() instanceof ListField list
        ? Dissector.inside(list, message.buffer().slice(offset(), content()), start + offset())
        : null;
  }

  /**
   * What it says: a number, text that is safe to print, or bytes in hexadecimal; of more than 64
   * MiB the first. Made each time.
   */
  public String value() {
    if (field() instanceof NumberField) {
      return spot.shown();
    }
    byte[] content = new byte[Math.min(spot.content(), TOLD_MAX)];
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
