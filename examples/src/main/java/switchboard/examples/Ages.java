package switchboard.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Collects the ages of the positions that the players of the {@link PositionGame} see of each
 * other. The age of a position is the time since its player sent it. Thread-safe.
 */
final class Ages {
  private final List<Look> looks = new ArrayList<>(); // guarded by this

  record Look(int by, int of, long atMillis, long ageMillis) {}

  synchronized void add(int by, int of, long atMillis, long ageMillis) {
    looks.add(new Look(by, of, atMillis, ageMillis));
  }

  /**
   * Returns a percentile of all ages, in milliseconds.
   *
   * @param share the share of ages that are not larger than the result: 0.5 for the median, 1 for
   *     the maximum
   * @throws IOException if there are no ages
   */
  synchronized long percentile(double share) throws IOException {
    long[] sorted = looks.stream().mapToLong(Look::ageMillis).sorted().toArray();
    if (sorted.length == 0) {
      throw new IOException("no player received the position of another one");
    }
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  /**
   * Returns the ages of the positions of player {@code of} at the times when player {@code by}
   * looked at these positions, in chronological order.
   */
  synchronized List<Look> between(int by, int of) {
    return looks.stream().filter(look -> look.by == by && look.of == of).toList();
  }

  /** Returns the median, the 99th percentile and the maximum of all ages, as columns of a table. */
  String figures() throws IOException {
    long[] figures = {percentile(0.5), percentile(0.99), percentile(1)};
    return String.format(Locale.ROOT, "%9d%18d%8d", Arrays.stream(figures).boxed().toArray());
  }
}
