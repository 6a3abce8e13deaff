package switchboard.layouts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadMessageException;
import switchboard.net.BadTextException;
import switchboard.net.Slice;

/**
 * One message of a layout: its bytes and the positions of its fields. A frame that was read by a
 * codec or built by a {@link FrameBuilder} has its own copy of the bytes, and therefore stays valid
 * when further messages are read or built. Only one thread at a time may use a frame.
 *
 * <pre>{@code
 * Layout layout = Layout.parse("kind: u8, length: u16 of body, body: text ..1KiB");
 * Frame frame = layout.codec().decode(ByteBuffer.wrap(new byte[] {7, 0, 2, 'h', 'i'}));
 * String body = frame.number("kind") == 7 ? frame.text("body") : "";
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Frame {
  private final Layout layout;
  private final FieldOffsets track;
  private final Slice bytes;

  Frame(Layout layout, FieldOffsets track, Slice bytes) {
    this.layout = layout;
    this.track = track;
    this.bytes = bytes;
  }

  /** {@return the layout of this message} */
  public Layout layout() {
    return layout;
  }

  /** {@return the length of the message in bytes} */
  public int length() {
    return bytes.length();
  }

  /** {@return a copy of all bytes of the message} */
  public byte[] toBytes() {
    return bytes.toBytes();
  }

  Slice slice() {
    return bytes;
  }

  /**
   * Returns whether the message has a field. A field inside a choice is absent if a different case
   * was selected.
   *
   * @param field the name of the field
   * @return true if the message has the field
   */
  public boolean has(String field) {
    return track.find(field) != null;
  }

  /**
   * Returns the value of a number.
   *
   * @param field the name of the field
   * @return the value. As a {@code long}, an unsigned 64-bit value from 2^63 on is negative; {@link
   *     Long#toUnsignedString} formats such a value correctly
   * @throws IllegalArgumentException if this message has no field of this name, or if the field is
   *     not a number
   */
  public long number(String field) {
    FieldOffsets.Spot spot = spot(field);
    if (spot.field() instanceof NumberField) {
      return spot.value();
    }
    throw new IllegalArgumentException("'%s' is not a number".formatted(spot.field()));
  }

  /**
   * Returns the bytes of a field.
   *
   * @param field the name of the field, which may be of any type
   * @return a copy of the bytes, without the delimiter
   * @throws IllegalArgumentException if this message has no field of this name, or if the field
   *     does not begin and end at a byte boundary
   */
  public byte[] bytes(String field) {
    return content(spot(field));
  }

  private byte[] content(FieldOffsets.Spot spot) {
    if ((spot.start() | spot.bits()) % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          "'%s' does not begin and end at a byte boundary".formatted(spot.field()));
    }
    byte[] copy = new byte[spot.content()];
    bytes.copyTo(spot.startByte(), copy, 0, copy.length);
    return copy;
  }

  /**
   * Returns the text of a field.
   *
   * @param field the name of the field
   * @return the text, without the delimiter
   * @throws IllegalArgumentException if this message has no field of this name, or if the field is
   *     not text
   */
  public String text(String field) {
    FieldOffsets.Spot spot = spot(field);
    if (spot.field() instanceof BytesField own && own.isText()) {
      try {
        return Slice.of(content(spot)).text();
      } catch (BadTextException alreadyChecked) {
        throw new AssertionError(alreadyChecked);
      }
    }
    throw new IllegalArgumentException("'%s' is not text".formatted(spot.field()));
  }

  /**
   * Returns the items of a list. Each call parses the items again. An item needs a few hundred
   * bytes of memory in addition to its own bytes, so set a low maximum length for a list of short
   * items.
   *
   * @param field the name of the field
   * @return the items in their order, each with its own copy of its bytes
   * @throws IllegalArgumentException if this message has no field of this name, or if the field is
   *     not a list
   */
  public List<Frame> list(String field) {
    FieldOffsets.Spot spot = spot(field);
    if (!(spot.field() instanceof ListField list)) {
      throw new IllegalArgumentException("'%s' is not a list".formatted(spot.field()));
    }
    var messages = new ArrayList<Frame>();
    try {
      ListElements all = elements(list, spot);
      for (Frame each = all.next(); each != null; each = all.next()) {
        messages.add(each.kept());
      }
      return messages;
    } catch (IOException alreadyChecked) {
      throw new AssertionError(alreadyChecked);
    }
  }

  /** Returns the items of {@code list}, which must be a field of this frame's layout. */
  ListElements elements(ListField list) {
    return elements(list, track.there(list.name()));
  }

  private ListElements elements(ListField list, FieldOffsets.Spot spot) {
    return new ListElements(list, bytes.buffer().slice(spot.startByte(), spot.content()));
  }

  /** Returns a frame with its own copy of the bytes. */
  Frame kept() {
    return new Frame(layout, track, Slice.of(bytes.toBytes()));
  }

  private FieldOffsets.Spot spot(String field) {
    FieldOffsets.Spot found = track.find(field);
    if (found == null) {
      throw new IllegalArgumentException(
          "this message has no field '%s'; its fields are %s"
              .formatted(field, String.join(", ", names())));
    }
    return found;
  }

  private List<String> names() {
    return track.spots().stream().map(each -> each.field().name()).toList();
  }

  /**
   * {@return the fields of this message in their order, including the fields of the selected cases}
   * Offsets are relative to the start of this message.
   */
  public List<Part> parts() {
    return track.parts(bytes, 0);
  }

  /**
   * Checks that checksums are correct, that texts are valid UTF-8, that fields have their minimum
   * lengths, and that the items of lists are valid.
   */
  void check() throws BadMessageException {
    checkItself();
    for (FieldOffsets.Spot each : track.spots()) {
      if (each.field() instanceof ListField list) {
        check(list, each);
      }
    }
  }

  /** Does the same as {@link #check}, but does not check the items of lists. */
  void checkItself() throws BadMessageException {
    for (FieldOffsets.Spot each : track.spots()) {
      switch (each.field()) {
        case ChecksumField sum -> check(sum, each);
        case BytesField own -> check(own, each);
        default -> {}
      }
    }
  }

  private void check(ChecksumField sum, FieldOffsets.Spot spot) throws BadMessageException {
    int received = Slice.of(content(spot)).intAt(0, ByteOrder.BIG_ENDIAN);
    int computed = sum.algorithm().of(covered(sum, spot, track, bytes));
    if (computed != received) {
      throw new BadMessageException(
          "'%s': %s mismatch: received %08x, computed %08x"
              .formatted(sum.name(), sum.algorithm().word(), received, computed));
    }
  }

  /** Returns the bytes that a checksum covers. */
  static ByteBuffer covered(
      ChecksumField sum, FieldOffsets.Spot spot, FieldOffsets track, Slice bytes) {
    Field.Span covers = sum.covers();
    int from = covers == null ? 0 : track.there(covers.first()).startByte();
    long end = covers == null ? spot.start() : track.there(covers.last()).end();
    return bytes.buffer().limit(Math.toIntExact(end / Byte.SIZE)).position(from);
  }

  private void check(BytesField own, FieldOffsets.Spot spot) throws BadMessageException {
    if (spot.content() < own.bytesMin()) {
      throw new BadMessageException(
          "'%s' has %s, fewer than the minimum of %s"
              .formatted(own.name(), FieldSyntax.count(spot.content(), "byte"), own.bytesMin()));
    }
    if (own.isText()) {
      try {
        Slice.of(content(spot)).text();
      } catch (BadTextException e) {
        throw new BadMessageException("'%s' is not valid UTF-8".formatted(own.name()));
      }
    }
  }

  private void check(ListField list, FieldOffsets.Spot spot) throws BadMessageException {
    ListElements all = elements(list, spot);
    try {
      for (Frame each = all.next(); each != null; each = all.next()) {
        each.check();
      }
    } catch (IOException e) {
      throw all.bad(e);
    }
  }

  /** Returns whether {@code other} is a message of the same layout with the same bytes. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Frame that && layout.equals(that.layout) && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(bytes);
  }

  @Override
  public String toString() {
    return String.join(", ", parts().stream().map(Part::toString).toList());
  }
}
