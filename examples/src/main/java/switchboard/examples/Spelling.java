package switchboard.examples;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests a known name that is similar to a mistyped name. */
final class Spelling {
  private Spelling() {}

  /**
   * Returns the known name that is most similar to {@code typed}, or empty if no name is similar
   * enough.
   */
  static Optional<String> guess(String typed, Collection<String> known) {
    return known.stream()
        .filter(name -> name.contains(typed) || distance(typed, name) <= 1 + typed.length() / 3)
        .min(Comparator.comparingInt(name -> distance(typed, name)));
  }

  /**
   * Returns the number of letters that have to be added, removed or replaced to turn {@code from}
   * into {@code to} (Levenshtein distance).
   */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
