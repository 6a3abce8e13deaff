package switchboard.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much of everything. Immutable.
 *
 * @param rounds how often each contender is measured, in turn with the others
 * @param window how long it is measured each time
 * @param percent how many of the usual connections and people there are
 * @param cores where the processes run
 * @param serverOptions more options for the JVM of each server
 * @param before the checkout to compare with, for the benchmark that does
 * @param only a part of the names of what that one measures
 */
record Effort(
    int rounds,
    Duration window,
    int percent,
    Cores cores,
    List<String> serverOptions,
    Optional<Path> before,
    String only) {

  /** What gives figures to keep. */
  static Effort usual(Cores cores) {
    return new Effort(10, Duration.ofSeconds(2), 100, cores, List.of(), Optional.empty(), "");
  }

  /** So little that only the harness is tried. */
  static Effort least() {
    return new Effort(1, Duration.ofMillis(100), 2, Cores.any(), List.of(), Optional.empty(), "");
  }

  Effort withRounds(int number) {
    return new Effort(number, window, percent, cores, serverOptions, before, only);
  }

  Effort withWindow(Duration time) {
    return new Effort(rounds, time, percent, cores, serverOptions, before, only);
  }

  Effort withServerOptions(List<String> options) {
    return new Effort(rounds, window, percent, cores, options, before, only);
  }

  /** Beside the servers of the checkout in this folder. */
  Effort withBefore(Path checkout) {
    return new Effort(rounds, window, percent, cores, serverOptions, Optional.of(checkout), only);
  }

  /** Only what has this text in its name. */
  Effort withOnly(String text) {
    return new Effort(rounds, window, percent, cores, serverOptions, before, text);
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
