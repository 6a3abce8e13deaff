package switchboard.contracts;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Decides how much of a large test matrix a run covers: a seeded sample by default, and every case
 * if the system property {@code switchboard.long} is {@code true}, as {@code ./check --long} sets
 * it. The same tests run either way. For tests and contracts, on any thread.
 *
 * <pre>{@code
 * for (int size : TestMatrix.sample(List.of(1, 63, 64, 65, 4095, 4096, 4097), 2)) {
 *   System.out.println("a case for " + size + " bytes");
 * }
 * }</pre>
 */
public final class TestMatrix {
  private static final String SEED = "switchboard.seed";

  /** Loaded only when a sample is taken, so that a run that takes none logs no seed. */
  private static final class Seed {
    static final long VALUE = Long.getLong(SEED, System.nanoTime());

    static {
      System.getLogger("switchboard.contracts")
          .log(Level.INFO, "-D" + SEED + "=" + VALUE + " repeats this sample");
    }
  }

  private TestMatrix() {}

  /** Returns whether this run covers every case of each matrix. */
  public static boolean isComplete() {
    return Boolean.getBoolean("switchboard.long");
  }

  /**
   * Returns the seed of all samples of this run: the system property {@code switchboard.seed}, or
   * one from the clock. Logs it on first use, so that the report of a failed test holds it.
   */
  public static long seed() {
    return Seed.VALUE;
  }

  /**
   * Returns {@code count} random cases of {@code all} in their original order, or all of them if
   * there are no more than that or {@linkplain #isComplete() this run covers every case}. The same
   * seed and list give the same sample.
   *
   * @throws IllegalArgumentException if {@code count} is less than 1, because a test without a case
   *     would pass
   */
  public static <T> List<T> sample(List<T> all, int count) {
    return isComplete() ? List.copyOf(all) : sample(all, count, seed());
  }

  static <T> List<T> sample(List<T> all, int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException("a sample of " + count + " cases");
    }
    if (all.size() <= count) {
      return List.copyOf(all);
    }
    var indexes = new ArrayList<Integer>(all.size());
    for (int i = 0; i < all.size(); i++) {
      indexes.add(i);
    }
    Collections.shuffle(indexes, new Random(seed));
    return indexes.subList(0, count).stream().sorted().map(all::get).toList();
  }
}
