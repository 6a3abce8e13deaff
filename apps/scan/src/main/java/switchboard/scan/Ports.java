package switchboard.scan;

import java.util.BitSet;

/** A set of ports from 1 to 65535, such as {@code 22,80,8000-8100}. Immutable. */
public final class Ports {
  /** The largest port there is. */
  public static final int LAST = 65535;

  private final int[] numbers;

  private Ports(BitSet set) {
    this.numbers = set.stream().toArray();
  }

  /**
   * All ports from {@code first} to {@code last}, both included.
   *
   * @throws IllegalArgumentException when they are not from 1 to 65535, or run backwards
   */
  public static Ports range(int first, int last) {
    if (first < 1 || last > LAST || first > last) {
      throw new IllegalArgumentException(first + "-" + last + " is no range of ports");
    }
    var set = new BitSet();
    set.set(first, last + 1);
    return new Ports(set);
  }

  /**
   * Reads what a person typed: numbers and ranges with commas between. Both ends of a range belong
   * to it; an end that is left out is the least or the largest port. What stands there twice counts
   * once.
   *
   * @throws IllegalArgumentException saying in a sentence which part is wrong
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
              ? "no port is named; write for example 22,80,8000-8100"
              : "between two commas of '" + list + "', or at an end of it, a port is missing");
    }
    int dash = part.indexOf('-');
    String left = dash < 0 ? part : part.substring(0, dash).strip();
    String right = dash < 0 ? part : part.substring(dash + 1).strip();
    int first = left.isEmpty() ? 1 : number(left, part);
    int last = right.isEmpty() ? LAST : number(right, part);
    if (first > last) {
      throw new IllegalArgumentException(
          "'" + part + "' runs backwards; write " + last + "-" + first);
    }
    set.set(first, last + 1);
  }

  private static int number(String text, String part) {
    boolean digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int number = digits ? Integer.parseInt(text) : 0;
    if (number < 1 || number > LAST) {
      String where = text.equals(part) ? "" : " in '" + part + "'";
      throw new IllegalArgumentException(
          "'" + text + "'" + where + " is no port, which is a number from 1 to " + LAST);
    }
    return number;
  }

  /** How many there are, at least one. */
  public int count() {
    return numbers.length;
  }

  /** One of them, the smallest first. */
  int at(int index) {
    return numbers[index];
  }

  /** As it could have been typed, in order and with neighbours together. */
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
