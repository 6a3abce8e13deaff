package switchboard.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How old what players saw of each other was, each time that they looked. Any thread. */
final class Ages {
  private final List<Look> looks = new ArrayList<>(); // guarded by this

  record Look(int by, int of, long atMillis, long ageMillis) {}

  synchronized void add(int by, int of, long atMillis, long ageMillis) {
    looks.add(new Look(by, of, atMillis, ageMillis));
  }

  /** Below which {@code share} of all ages lie, in milliseconds; the greatest for 1. */
  synchronized long percentile(double share) throws IOException {
    long[] sorted = looks.stream().mapToLong(Look::ageMillis).sorted().toArray();
    if (sorted.length == 0) {
      throw new IOException("nobody has seen anybody");
    }
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  /** What one saw of another, in the order of time. */
  synchronized List<Look> between(int by, int of) {
    return looks.stream().filter(look -> look.by == by && look.of == of).toList();
  }

  /** Median, 99th percentile and worst. */
  String figures() throws IOException {
    long[] figures = {percentile(0.5), percentile(0.99), percentile(1)};
    return String.format(Locale.ROOT, "%9d%18d%8d", Arrays.stream(figures).boxed().toArray());
  }
}
