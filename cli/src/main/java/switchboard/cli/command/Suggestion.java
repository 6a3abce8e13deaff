package switchboard.cli.command;

import java.util.Collection;
import java.util.Comparator;

/** Suggests the known word that is most similar to a mistyped word. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * Returns {@code ; did you mean 'WORD'?} for the known word that is most similar to {@code
   * typed}, or "" if no known word is similar. The result can be appended to an error message.
   */
  public static String sentence(String typed, Collection<String> known) {
    return known.stream()
        .filter(word -> isNear(typed, word))
        .min(
            Comparator.comparing((String word) -> !word.startsWith(typed))
                .thenComparingInt(word -> distance(typed, word)))
        .map(word -> "; did you mean '" + word + "'?")
        .orElse("");
  }

  private static boolean isNear(String typed, String word) {
    if (word.length() <= 2 && word.startsWith("-")) {
      return false; // all one-letter options are similar
    }
    boolean beginning = typed.length() > 1 && word.startsWith(typed);
    return beginning || distance(typed, word) <= (word.length() + 1) / 3;
  }

  /**
   * Returns the edit distance of two words: the minimum number of changes that turn {@code one}
   * into {@code other}. A change inserts, deletes or replaces a character, or swaps two adjacent
   * characters.
   */
  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[one.length()][other.length()];
  }
}
