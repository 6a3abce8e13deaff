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
 * One message of a layout: its bytes, and where its fields are among them. One that a codec has
 * read or {@link Layout#frame} has made lasts. Belongs to one thread at a time.
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

  /** What it is a message of. */
  public Layout layout() {
    return layout;
  }

  /** How many bytes it has in the stream. */
  public int length() {
    return bytes.length();
  }

  /** A copy of all its bytes, as they are in the stream. */
  public byte[] toBytes() {
    return bytes.toBytes();
  }

  Slice slice() {
    return bytes;
  }

  /** Whether it has such a field, which depends on its choices. */
  public boolean has(String field) {
    return track.find(field) != null;
  }

  /**
   * The number that a field is. One of 64 bits without a sign may come as a negative {@code long}:
   * {@link Long#toUnsignedString} shows it.
   *
   * @throws IllegalArgumentException when there is no such field, or it is no number
   */
  public long number(String field) {
    FieldOffsets.Spot spot = spot(field);
    if (spot.field() instanceof NumberField) {
      return spot.value();
    }
    throw new IllegalArgumentException("'%s' is no number".formatted(spot.field()));
  }

  /**
   * A copy of the bytes of a field, without its delimiter.
   *
   * @throws IllegalArgumentException when there is no such field, or it is not made of whole bytes
   */
  public byte[] bytes(String field) {
    return content(spot(field));
  }

  private byte[] content(FieldOffsets.Spot spot) {
    if ((spot.start() | spot.bits()) % Byte.SIZE != 0) {
      throw new IllegalArgumentException("'%s' is not made of whole bytes".formatted(spot.field()));
    }
    byte[] copy = new byte[spot.content()];
    bytes.copyTo(spot.startByte(), copy, 0, copy.length);
    return copy;
  }

  /**
   * The text that a field is.
   *
   * @throws IllegalArgumentException when there is no such field, or it is not of text
   */
  public String text(String field) {
    FieldOffsets.Spot spot = spot(field);
    if (spot.field() instanceof BytesField own && own.isText()) {
      try {
        return Slice.of(content(spot)).text();
      } catch (BadTextException beforeTheFrameWasGiven) {
        throw new AssertionError(beforeTheFrameWasGiven);
      }
    }
    throw new IllegalArgumentException("'%s' is no text".formatted(spot.field()));
  }

  /**
   * The messages that a list has, in their order; read anew each time. Each takes some hundred
   * bytes beside its own, so the maximum of a list of short ones is better low.
   *
   * @throws IllegalArgumentException when there is no such field, or it is no list
   */
  public List<Frame> list(String field) {
    FieldOffsets.Spot spot = spot(field);
    if (!(spot.field() instanceof ListField list)) {
      throw new IllegalArgumentException("'%s' is no list".formatted(spot.field()));
    }
    var messages = new ArrayList<Frame>();
    try {
      ListElements all = elements(list, spot);
      for (Frame each = all.next(); each != null; each = all.next()) {
        messages.add(each.kept());
      }
      return messages;
    } catch (IOException beforeTheFrameWasGiven) {
      throw new AssertionError(beforeTheFrameWasGiven);
    }
  }

  /** The messages of that list, which the layout has. */
  ListElements elements(ListField list) {
    return elements(list, track.there(list.name()));
  }

  private ListElements elements(ListField list, FieldOffsets.Spot spot) {
    return new ListElements(list, bytes.buffer().slice(spot.startByte(), spot.content()));
  }

  /** The same, with bytes of its own. */
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

  /** Its fields in their order, those of choices too; in a stream of this message alone. */
  public List<Part> parts() {
    return track.parts(bytes, 0);
  }

  /** That its checksums are right, its texts are text, its lists are lists, nothing too short. */
  void check() throws BadMessageException {
    checkItself();
    for (FieldOffsets.Spot each : track.spots()) {
      if (each.field() instanceof ListField list) {
        check(list, each);
      }
    }
  }

  /** The same, without looking into lists. */
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
    int announced = Slice.of(content(spot)).intAt(0, ByteOrder.BIG_ENDIAN);
    int computed = sum.algorithm().of(covered(sum, spot, track, bytes));
    if (computed != announced) {
      throw new BadMessageException(
          "'%s' is %08x, and the %s is %08x"
              .formatted(sum.name(), announced, sum.algorithm().word(), computed));
    }
  }

  /** What a checksum is the sum of. */
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
          "'%s' has %s, and at least %s are needed"
              .formatted(own.name(), FieldSyntax.count(spot.content(), "byte"), own.bytesMin()));
    }
    if (own.isText()) {
      try {
        Slice.of(content(spot)).text();
      } catch (BadTextException e) {
        throw new BadMessageException("'%s' is no text in UTF-8".formatted(own.name()));
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

  /** The same bytes of the same layout. */
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
