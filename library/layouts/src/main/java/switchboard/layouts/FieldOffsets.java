package switchboard.layouts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.net.Slice;

/**
 * The positions of the fields of one message, in their order. Only one thread may add positions.
 */
final class FieldOffsets {
  /**
   * A message with at most this number of fields has no index, which saves memory; it is searched
   * linearly.
   */
  private static final int LINEAR_SEARCH_MAX = 32;

  private final List<Spot> spots = new ArrayList<>();

  /** The index of each field in {@link #spots} by name; empty if there are few fields. */
  private Map<String, Integer> index = Map.of();

  /**
   * The position of a field.
   *
   * @param start the offset in bits from the start of the message
   * @param bits the length in bits, including a delimiter
   * @param value the value of a number; 0 for other fields
   */
  record Spot(Field field, long start, long bits, long value) {
    /** Formats the value of a number. */
    String shown() {
      return field instanceof NumberField number ? number.coding().show(value) : "";
    }

    int startByte() {
      return Math.toIntExact(start / Byte.SIZE);
    }

    /** Returns the number of bytes that the field occupies completely or in part. */
    int bytes() {
      return Math.toIntExact(Math.ceilDiv(start % Byte.SIZE + bits, Byte.SIZE));
    }

    /** Returns the number of bytes without the delimiter. */
    int content() {
      return field instanceof ContentField own ? bytes() - own.delimiter().length : bytes();
    }

    long end() {
      return start + bits;
    }
  }

  void clear() {
    spots.clear();
    index = Map.of();
  }

  void add(Spot spot) {
    spots.add(spot);
  }

  /** Sets the end of a choice, which was added before its fields. */
  void close(int spot, long end) {
    Spot open = spots.get(spot);
    spots.set(spot, new Spot(open.field, open.start, end - open.start, open.value));
  }

  /** Returns the positions of all fields; a choice comes before its fields. */
  List<Spot> spots() {
    return spots;
  }

  /**
   * Returns the fields that have bytes, which excludes choices.
   *
   * @param start the offset of the message in its stream
   */
  List<Part> parts(Slice message, long start) {
    return spots.stream()
        .filter(each -> !(each.field() instanceof ChoiceField))
        .map(each -> new Part(each, message, start))
        .toList();
  }

  @Nullable Spot find(String name) {
    if (spots.size() > LINEAR_SEARCH_MAX) {
      return indexed(name);
    }
    for (Spot each : spots) {
      if (each.field().name().equals(name)) {
        return each;
      }
    }
    return null;
  }

  private @Nullable Spot indexed(String name) {
    if (index.isEmpty()) {
      index = new HashMap<>();
    }
    for (int at = index.size(); at < spots.size(); at++) {
      index.put(spots.get(at).field().name(), at);
    }
    Integer at = index.get(name);
    return at == null ? null : spots.get(at);
  }

  /** Returns the position of a field that the message must have. */
  Spot there(String name) {
    Spot found = find(name);
    if (found == null) {
      throw new AssertionError(name);
    }
    return found;
  }
}
