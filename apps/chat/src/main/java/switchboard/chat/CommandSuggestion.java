package switchboard.chat;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known command that is most similar to a mistyped command. */
final class CommandSuggestion {
  private static final int SHORT_MAX = 5;

  private CommandSuggestion() {}

  /**
   * Returns the known word that is most similar to {@code typed}. The word must begin with {@code
   * typed}, or differ from {@code typed} by a small number of edits: at most one if {@code typed}
   * has at most five characters, and otherwise at most two. Returns an empty result if there is no
   * such word.
   */
  static Optional<String> closest(String typed, Collection<String> known) {
    int tolerated = typed.length() <= SHORT_MAX ? 1 : 2;
    return known.stream()
        .filter(word -> isBeginning(typed, word) || distance(typed, word) <= tolerated)
        .min(Comparator.comparingInt(word -> distance(typed, word)));
  }

  private static boolean isBeginning(String typed, String word) {
    return typed.length() > 1 && word.startsWith(typed);
  }

  /**
   * Returns the edit distance of two strings (optimal string alignment): the minimum number of
   * edits that change {@code from} to {@code to}. An edit inserts, deletes or replaces a character,
   * or swaps two neighbouring characters.
   */
  static int distance(String from, String to) {
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : fewest(steps, from.substring(0, i), to, j);
      }
    }
    return steps[from.length()][to.length()];
  }

  private static int fewest(int[][] steps, String from, String to, int j) {
    int i = from.length();
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int least = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
    least = Math.min(least, steps[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
  }
}
