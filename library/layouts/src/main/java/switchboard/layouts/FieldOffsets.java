package switchboard.layouts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.net.Slice;

/** Where the fields of one message are, in the order in which they come. Filled by one thread. */
final class FieldOffsets {
  /** So many fields are searched one by one, which costs no memory. */
  private static final int SEARCHED_MAX = 32;

  private final List<Spot> spots = new ArrayList<>();

  /** Where the fields are in {@link #spots}, by name; filled when there are many. */
  private Map<String, Integer> index = Map.of();

  /**
   * Where a field is.
   *
   * @param start in bits, from the front of the message
   * @param bits how long it is; with the delimiter, if it has one
   * @param value what it is, if it is a number
   */
  record Spot(Field field, long start, long bits, long value) {
    /** A number as people read it. */
    String shown() {
      return field instanceof NumberField number ? number.coding().show(value) : "";
    }

    int startByte() {
      return Math.toIntExact(start / Byte.SIZE);
    }

    /** How many bytes it touches. */
    int bytes() {
      return Math.toIntExact(Math.ceilDiv(start % Byte.SIZE + bits, Byte.SIZE));
    }

    /** How many bytes it has without its delimiter. */
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

  /** A choice that was added before its fields ends here. */
  void close(int spot, long end) {
    Spot open = spots.get(spot);
    spots.set(spot, new Spot(open.field, open.start, end - open.start, open.value));
  }

  /** All of them; a choice comes before its fields. */
  List<Spot> spots() {
    return spots;
  }

  /**
   * The fields that have bytes, in a message.
   *
   * @param start where it begins in its stream
   */
  List<Part> parts(Slice message, long start) {
    return spots.stream()
        .filter(each -> !(each.field() instanceof ChoiceField))
        .map(each -> new Part(each, message, start))
        .toList();
  }

  @Nullable Spot find(String name) {
    if (spots.size() > SEARCHED_MAX) {
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

  /** The field of that name, which a layout has been checked for. */
  Spot there(String name) {
    Spot found = find(name);
    if (found == null) {
      throw new AssertionError(name);
    }
    return found;
  }
}
