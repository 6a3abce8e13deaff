package switchboard.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Compares the echo servers of this checkout with those of another checkout by processor time for
 * each message. A server of this checkout and the same server of the other checkout form a pair,
 * and are measured one immediately after the other. In every second pair, the order of the two
 * servers is reversed. The confidence interval of the median (95 % if there are at least six pairs)
 * is computed with order statistics.
 */
final class Paired implements Benchmark {
  private record Load(ServerKind kind, int connections, int depth, boolean framed) {
    static Load echo(ServerKind kind, int connections, int depth) {
      return new Load(kind, connections, depth, false);
    }

    static Load frames(ServerKind kind) {
      return new Load(kind, 64, 64, true);
    }

    @Override
    public String toString() {
      return framed ? kind + ", frames" : kind + " " + connections + " x " + depth;
    }

    PingPong connect(ServerProcess server, int callers) throws IOException {
      return framed
          ? PingPong.connectFramed(server.address(), callers, depth)
          : PingPong.connect(server.address(), callers, depth);
    }
  }

  private static final List<ServerKind> ECHOES =
      List.of(ServerKind.TRANSFER, ServerKind.EPOLL, ServerKind.EPOLL_LOOPS);

  @Override
  public String question() {
    return "our echo servers compared in pairs with the same servers of another checkout (--before=FOLDER)";
  }

  private static List<Load> loads() {
    var loads = new ArrayList<Load>();
    for (ServerKind kind : ECHOES) {
      loads.add(Load.echo(kind, 1, 1));
      loads.add(Load.echo(kind, 64, 1));
      loads.add(Load.echo(kind, 1000, 1));
      loads.add(Load.echo(kind, 64, 16));
    }
    loads.add(Load.frames(ServerKind.FRAMES_LOOPS));
    loads.add(Load.frames(ServerKind.FRAMES_VIRTUAL));
    return loads;
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    report.head(
        "server",
        "connections",
        "deep",
        "µs each before",
        "µs each",
        "times before",
        "interval of the median");
    String own = System.getProperty("java.class.path", ".");
    String before = effort.before().map(Paired::jars).orElse(own);
    for (Load load : effort.some(loads())) {
      if (load.toString().contains(effort.only())) {
        measure(load, before, own, effort, report);
      }
    }
  }

  /** Returns the class path of the newest build of the benchmarks in {@code checkout}. */
  private static String jars(Path checkout) {
    Path builds = checkout.resolve(".run").resolve("benchmarks");
    File[] built = builds.toFile().listFiles();
    if (built == null || built.length == 0) {
      throw new IllegalArgumentException(
          "there is no build in " + builds + "; run benchmarks/run in that checkout first");
    }
    return Collections.max(List.of(built), Comparator.comparingLong(File::lastModified)) + "/*";
  }

  private static void measure(Load load, String before, String own, Effort effort, Report report)
      throws IOException {
    int callers = load.connections == 1 ? 1 : effort.share(load.connections);
    try (var old = ServerProcess.start(load.kind, before, effort);
        var current = ServerProcess.start(load.kind, own, effort);
        var oldLoad = load.connect(old, callers);
        var currentLoad = load.connect(current, callers)) {
      oldLoad.run(effort.warmUp());
      currentLoad.run(effort.warmUp());
      var olds = new ArrayList<Double>();
      var currents = new ArrayList<Double>();
      var ratios = new ArrayList<Double>();
      for (int round = 0; round < effort.rounds(); round++) {
        if (round % 2 == 0) {
          olds.add(micros(old, oldLoad, effort));
          currents.add(micros(current, currentLoad, effort));
        } else {
          currents.add(micros(current, currentLoad, effort));
          olds.add(micros(old, oldLoad, effort));
        }
        ratios.add(currents.getLast() / olds.getLast());
      }
      report.row(
          load.framed ? load.kind + ", frames" : load.kind,
          callers,
          load.depth,
          Spread.of(olds),
          Spread.of(currents),
          Spread.of(ratios),
          interval(ratios));
    }
  }

  private static double micros(ServerProcess server, PingPong load, Effort effort)
      throws IOException {
    long processor = server.processorNanos();
    double echoed = load.run(effort.window());
    return server.processorNanosSince(processor) / 1e3 / echoed;
  }

  /**
   * Returns the confidence interval of the median of {@code ratios}, computed with order
   * statistics. Its confidence is 95 % if there are at least six ratios.
   */
  private static String interval(List<Double> ratios) {
    double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int left = 0; // values to drop at each end
    double outside = Math.pow(0.5, sorted.length); // one tail of the binomial distribution
    double term = outside;
    while (true) {
      term = term * (sorted.length - left) / (left + 1);
      if (outside + term > 0.025) {
        break;
      }
      outside += term;
      left++;
    }
    return Spread.digits(sorted[left]) + "–" + Spread.digits(sorted[sorted.length - 1 - left]);
  }
}
