package switchboard.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a measurement.
 *
 * @param rounds how often each contender is measured, in turn with the others
 * @param window the duration of each measurement
 * @param percent the share of the standard number of connections and room members
 * @param cores the cores on which the processes run
 * @param serverOptions additional options for the JVM of each server
 * @param before the checkout to compare with, for {@link Paired}
 * @param only a text that the names of the measured rows contain, for {@link Paired} and {@link
 *     Fairness}
 */
record Effort(
    int rounds,
    Duration window,
    int percent,
    Cores cores,
    List<String> serverOptions,
    Optional<Path> before,
    String only) {

  /** Returns the default: enough rounds for figures that are worth publishing. */
  static Effort usual(Cores cores) {
    return new Effort(10, Duration.ofSeconds(2), 100, cores, List.of(), Optional.empty(), "");
  }

  /** Returns the minimum, which only tests that the benchmark runs. */
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

  /** Returns these parameters with a checkout to compare with. */
  Effort withBefore(Path checkout) {
    return new Effort(rounds, window, percent, cores, serverOptions, Optional.of(checkout), only);
  }

  /** Returns these parameters, limited to rows whose names contain {@code text}. */
  Effort withOnly(String text) {
    return new Effort(rounds, window, percent, cores, serverOptions, before, text);
  }

  /** Returns these parameters with servers over the given engine. */
  Effort withEngine(String name) {
    var more = new ArrayList<>(serverOptions);
    more.add("-Dswitchboard.engine=" + name);
    return withServerOptions(List.copyOf(more));
  }

  /** Returns how long a contender runs before the first round, so that its code is compiled. */
  Duration warmUp() {
    return window.multipliedBy(4);
  }

  /** Returns all contenders, or two of them if only the harness is tested. */
  <T> List<T> some(List<T> all) {
    return percent < 100 && all.size() > 2 ? all.subList(0, 2) : all;
  }

  /** Returns {@link #percent} of {@code usual}, at least 1. */
  int share(int usual) {
    return Math.max(1, usual * percent / 100);
  }
}
