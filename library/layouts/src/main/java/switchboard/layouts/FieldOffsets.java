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
   * To save memory, no index is created for a message with at most this number of fields; its
   * fields are searched linearly.
   */
  private static final int LINEAR_SEARCH_MAX = 32;

  private final List<Spot> spots = new ArrayList<>();

  /**
   * The index in {@link #spots} of each field, by the name of the field; empty if the message has
   * at most {@link #LINEAR_SEARCH_MAX} fields.
   */
  private Map<String, Integer> index = Map.of();

  /**
   * The position of a field.
   *
   * @param start the offset in bits from the start of the message
   * @param bits the length in bits, including the delimiter if there is one
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

    /** Returns the number of bytes of the field, without its delimiter. */
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

  /**
   * Sets the end of a choice. The choice was added before the fields inside it, when its end was
   * not yet known.
   */
  void close(int spot, long end) {
    Spot open = spots.get(spot);
    spots.set(spot, new Spot(open.field, open.start, end - open.start, open.value));
  }

  /**
   * Returns the positions of all fields. The position of a choice comes before those of the fields
   * inside it.
   */
  List<Spot> spots() {
    return spots;
  }

  /**
   * Returns all fields except choices, which have no bytes of their own.
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

  /**
   * Returns the position of a field. Fails with an AssertionError if the message does not have the
   * field.
   */
  Spot there(String name) {
    Spot found = find(name);
    if (found == null) {
      throw new AssertionError(name);
    }
    return found;
  }
}
