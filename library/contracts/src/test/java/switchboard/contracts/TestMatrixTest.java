package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests samples of a test matrix. The same seed must result in the same sample. A sample must be in
 * the original order and have no duplicates. Each case must be in the sample of at least one seed.
 */
class TestMatrixTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void aSampleHasTheRequestedNumberOfDifferentCasesInTheirOrder() {
    List<Integer> sample = TestMatrix.sample(HUNDRED, 7, 1);
    assertEquals(7, sample.size());
    assertEquals(sample.stream().distinct().sorted().toList(), sample);
  }

  @Test
  void theSameSeedGivesTheSameSampleAndAnotherSeedAnother() {
    assertEquals(TestMatrix.sample(HUNDRED, 7, 1), TestMatrix.sample(HUNDRED, 7, 1));
    assertEquals(
        2,
        List.of(TestMatrix.sample(HUNDRED, 7, 1), TestMatrix.sample(HUNDRED, 7, 2)).stream()
            .distinct()
            .count());
  }

  @Test
  void everyCaseIsReachedBySomeSeed() {
    var reached = new HashSet<Integer>();
    IntStream.range(0, 1000).forEach(seed -> reached.addAll(TestMatrix.sample(HUNDRED, 7, seed)));
    assertEquals(100, reached.size());
  }

  @Test
  void aSmallMatrixIsCoveredCompletely() {
    for (int size = 0; size <= 7; size++) {
      assertEquals(HUNDRED.subList(0, size), TestMatrix.sample(HUNDRED.subList(0, size), 7, 1));
    }
  }

  @Test
  void aSampleWithoutACaseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> TestMatrix.sample(HUNDRED, 0, 1));
  }

  @Test
  void aLongRunCoversEveryCase() {
    String before = System.getProperty("switchboard.long");
    try {
      System.setProperty("switchboard.long", "true");
      assertEquals(HUNDRED, TestMatrix.sample(HUNDRED, 7));
      System.setProperty("switchboard.long", "false");
      assertEquals(TestMatrix.sample(HUNDRED, 7, TestMatrix.seed()), TestMatrix.sample(HUNDRED, 7));
    } finally {
      if (before == null) {
        System.clearProperty("switchboard.long");
      } else {
        System.setProperty("switchboard.long", before);
      }
    }
    assertTrue(TestMatrix.isComplete() == Boolean.parseBoolean(before));
  }
}
