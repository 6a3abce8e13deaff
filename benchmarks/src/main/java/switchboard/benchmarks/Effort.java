package switchboard.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a benchmark: what it measures, how often and for how long.
 *
 * @param rounds how often each server or program is measured; in each round, all are measured once
 * @param window the duration of one measurement
 * @param percent the number of connections and of room members, in percent of the standard number
 * @param cores the cores on which the processes run
 * @param serverOptions additional options for the JVM of each server
 * @param before the other checkout of this project with which {@link Paired} compares
 * @param only a text: only rows whose names contain this text are measured; used by {@link Paired}
 *     and {@link Fairness}
 */
record Effort(
    int rounds,
    Duration window,
    int percent,
    Cores cores,
    List<String> serverOptions,
    Optional<Path> before,
    String only) {

  /** Returns the default parameters, with enough rounds for results that can be published. */
  static Effort usual(Cores cores) {
    return new Effort(10, Duration.ofSeconds(2), 100, cores, List.of(), Optional.empty(), "");
  }

  /** Returns the smallest parameters, with which a test checks that the benchmark runs. */
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

  /** Returns a copy of these parameters with another checkout of this project to compare with. */
  Effort withBefore(Path checkout) {
    return new Effort(rounds, window, percent, cores, serverOptions, Optional.of(checkout), only);
  }

  /**
   * Returns a copy of these parameters with which only rows are measured whose names contain {@code
   * text}.
   */
  Effort withOnly(String text) {
    return new Effort(rounds, window, percent, cores, serverOptions, before, text);
  }

  /** Returns a copy of these parameters with which the servers use the engine {@code name}. */
  Effort withEngine(String name) {
    var more = new ArrayList<>(serverOptions);
    more.add("-Dswitchboard.engine=" + name);
    return withServerOptions(List.copyOf(more));
  }

  /**
   * Returns the time for which a server is loaded before the first round, so that the JVM has
   * compiled the code of the server.
   */
  Duration warmUp() {
    return window.multipliedBy(4);
  }

  /**
   * Returns all elements of {@code all}, or only two of them if a test checks that the benchmark
   * runs.
   */
  <T> List<T> some(List<T> all) {
    return percent < 100 && all.size() > 2 ? all.subList(0, 2) : all;
  }

  /** Returns {@link #percent} percent of {@code usual}, but at least 1. */
  int share(int usual) {
    return Math.max(1, usual * percent / 100);
  }
}
