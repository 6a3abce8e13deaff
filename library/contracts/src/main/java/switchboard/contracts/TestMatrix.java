package switchboard.contracts;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Selects which cases of a large test matrix a run of the tests covers. By default, this is a
 * random sample; if the system property {@code switchboard.long} is {@code true}, it is every case.
 * {@code ./check --long} sets this property. Safe for use by several threads.
 *
 * <pre>{@code
 * for (int size : TestMatrix.sample(List.of(1, 63, 64, 65, 4095, 4096, 4097), 2)) {
 *   System.out.println("a case for " + size + " bytes");
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class TestMatrix {
  private static final String SEED = "switchboard.seed";

  /**
   * Contains the seed. This class is loaded when a sample is first selected, so that no seed is
   * logged if no sample is selected.
   */
  private static final class Seed {
    static final long VALUE = Long.getLong(SEED, System.nanoTime());

    static {
      System.getLogger("switchboard.contracts")
          .log(Level.INFO, "-D" + SEED + "=" + VALUE + " repeats this sample");
    }
  }

  private TestMatrix() {}

  /** {@return whether this run covers every case of each matrix} */
  public static boolean isComplete() {
    return Boolean.getBoolean("switchboard.long");
  }

  /**
   * Returns the seed of all samples of this run: the system property {@code switchboard.seed}, or a
   * value from the clock. The first call logs the seed, so that a failed run can be repeated.
   *
   * @return the seed
   */
  public static long seed() {
    return Seed.VALUE;
  }

  /**
   * Returns {@code count} random cases of {@code all} in their original order. Returns all cases if
   * {@code all} contains at most {@code count} cases, or if {@linkplain #isComplete() this run
   * covers every case}. The same seed and the same list always result in the same sample.
   *
   * @param <T> the type of cases
   * @param all the complete list of cases
   * @param count the number of cases to choose, at least 1
   * @return an unmodifiable list
   * @throws IllegalArgumentException if {@code count} is less than 1, because a test without a case
   *     would pass
   */
  public static <T> List<T> sample(List<T> all, int count) {
    return isComplete() ? List.copyOf(all) : sample(all, count, seed());
  }

  static <T> List<T> sample(List<T> all, int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException("a sample must have at least 1 case, not " + count);
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
