package switchboard.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of everything. Immutable.
 *
 * @param rounds how often each contender is measured, in turn with the others
 * @param window how long it is measured each time
 * @param percent how many of the usual connections and people there are
 * @param cores where the processes run
 * @param serverOptions more options for the JVM of each server
 */
record Effort(int rounds, Duration window, int percent, Cores cores, List<String> serverOptions) {

  /** What gives figures to keep. */
  static Effort usual(Cores cores) {
    return new Effort(10, Duration.ofSeconds(2), 100, cores, List.of());
  }

  /** So little that only the harness is tried. */
  static Effort least() {
    return new Effort(1, Duration.ofMillis(100), 2, Cores.any(), List.of());
  }

  Effort withRounds(int number) {
    return new Effort(number, window, percent, cores, serverOptions);
  }

  Effort withWindow(Duration time) {
    return new Effort(rounds, time, percent, cores, serverOptions);
  }

  Effort withServerOptions(List<String> options) {
    return new Effort(rounds, window, percent, cores, options);
  }

  /** Servers over this engine. */
  Effort withEngine(String name) {
    var more = new ArrayList<>(serverOptions);
    more.add("-Dswitchboard.engine=" + name);
    return withServerOptions(List.copyOf(more));
  }

  /** How long a contender runs before the first round, until the compilers have done their work. */
  Duration warmUp() {
    return window.multipliedBy(4);
  }

  /** All who take part, or two of them where only the harness is tried. */
  <T> List<T> some(List<T> all) {
    return percent < 100 && all.size() > 2 ? all.subList(0, 2) : all;
  }

  /** This share of {@code usual}, at least one. */
  int share(int usual) {
    return Math.max(1, usual * percent / 100);
  }
}
