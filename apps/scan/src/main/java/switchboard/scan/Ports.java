package switchboard.scan;

import java.util.BitSet;

/** A set of ports from 1 to 65535, such as {@code 22,80,8000-8100}. Immutable. */
public final class Ports {
  /** The largest port number. */
  public static final int LAST = 65535;

  private final int[] numbers;

  private Ports(BitSet set) {
    this.numbers = set.stream().toArray();
  }

  /**
   * Returns all ports from {@code first} to {@code last}, both inclusive.
   *
   * @throws IllegalArgumentException if {@code first} or {@code last} is not from 1 to 65535, or
   *     {@code first} is greater than {@code last}
   */
  public static Ports range(int first, int last) {
    if (first < 1 || last > LAST || first > last) {
      throw new IllegalArgumentException("invalid port range: " + first + "-" + last);
    }
    var set = new BitSet();
    set.set(first, last + 1);
    return new Ports(set);
  }

  /**
   * Parses a list of port numbers and ranges that are separated by commas. Ranges include both
   * bounds. A range without a first port, such as {@code -1024}, begins at 1. A range without a
   * last port ends at 65535. A port may occur several times in the list.
   *
   * @param list the list as a user types it; spaces around numbers are allowed
   * @throws IllegalArgumentException if the list is not valid; the message names the part that is
   *     not valid, and can be shown to a user
   */
  public static Ports parse(String list) {
    var set = new BitSet();
    for (String part : list.split(",", -1)) {
      add(set, part.strip(), list.strip());
    }
    return new Ports(set);
  }

  private static void add(BitSet set, String part, String list) {
    if (part.isEmpty()) {
      throw new IllegalArgumentException(
          list.isEmpty()
              ? "no port given; example: 22,80,8000-8100"
              : "missing port before or after a comma in '" + list + "'");
    }
    int dash = part.indexOf('-');
    String left = dash < 0 ? part : part.substring(0, dash).strip();
    String right = dash < 0 ? part : part.substring(dash + 1).strip();
    int first = left.isEmpty() ? 1 : number(left, part);
    int last = right.isEmpty() ? LAST : number(right, part);
    if (first > last) {
      throw new IllegalArgumentException(
          "'" + part + "' is a descending range; did you mean " + last + "-" + first + "?");
    }
    set.set(first, last + 1);
  }

  private static int number(String text, String part) {
    boolean digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int number = digits ? Integer.parseInt(text) : 0;
    if (number < 1 || number > LAST) {
      String where = text.equals(part) ? "" : " in '" + part + "'";
      throw new IllegalArgumentException(
          "'" + text + "'" + where + " is not a port number (1 to " + LAST + ")");
    }
    return number;
  }

  /** {@return the number of ports in this set, at least 1} */
  public int count() {
    return numbers.length;
  }

  /** Returns the port at an index from 0. The ports are in ascending order. */
  int at(int index) {
    return numbers[index];
  }

  /** Returns the ports as a sorted list with ranges, in the form that {@link #parse} accepts. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < numbers.length; i++) {
      int start = i;
      while (i + 1 < numbers.length && numbers[i + 1] == numbers[i] + 1) {
        i++;
      }
      text.append(text.isEmpty() ? "" : ",").append(numbers[start]);
      if (i > start) {
        text.append('-').append(numbers[i]);
      }
    }
    return text.toString();
  }
}
