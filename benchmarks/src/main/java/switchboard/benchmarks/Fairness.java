package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import switchboard.server.Strategy;

/**
 * Measures how peers that flood a server affect the round trips of another client. Compares servers
 * with and without a budget: the number of reads and writes after which a thread yields to other
 * threads.
 */
final class Fairness implements Benchmark {
  private static final String UNLIMITED = "-Dswitchboard.budget=unlimited";

  /**
   * A row of the benchmark: the engine and the strategy of the server, the kind of flood, and the
   * number of peers.
   */
  record Case(String engine, Strategy strategy, Flood flood, int peers) {
    @Override
    public String toString() {
      return engine + " " + strategy.displayName() + " " + flood + " " + peers;
    }

    static List<Case> all() {
      var all = new ArrayList<Case>();
      for (String engine : List.of("epoll", "nio")) {
        for (Strategy strategy :
            List.of(Strategy.VIRTUAL_THREADS, Strategy.EVENT_LOOPS, Strategy.PLATFORM_THREADS)) {
          for (Flood flood : Flood.values()) {
            for (int peers : new int[] {1, 4}) {
              all.add(new Case(engine, strategy, flood, peers));
            }
          }
        }
      }
      return all;
    }
  }

  @Override
  public String question() {
    return "round trip of a client while other peers flood the server, on one and two cores";
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    report.head(
        "engine",
        "strategy",
        "flood",
        "peers",
        "cores",
        "p50 ms",
        "p99 ms",
        "max ms",
        "MB/s",
        "times unlimited");
    for (Case each : effort.some(Case.all())) {
      for (int cores : new int[] {1, 2}) {
        if (each.toString().contains(effort.only())) {
          row(each, cores, effort, report);
        }
      }
    }
  }

  private static void row(Case of, int cores, Effort effort, Report report) throws IOException {
    var p50 = new ArrayList<Double>();
    var p99 = new ArrayList<Double>();
    var most = new ArrayList<Double>();
    var rates = new ArrayList<Double>();
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < effort.rounds(); round++) {
      FloodRun.Found found = measure(of, cores, effort, List.of());
      FloodRun.Found unlimited = measure(of, cores, effort, List.of(UNLIMITED));
      p50.add(found.millis(0.5));
      p99.add(found.millis(0.99));
      most.add(found.millis(1));
      rates.add(found.bytesPerSecond() / 1e6);
      ratios.add(
          unlimited.bytesPerSecond() == 0
              ? 1
              : found.bytesPerSecond() / unlimited.bytesPerSecond());
    }
    report.row(
        of.engine,
        of.strategy.displayName(),
        of.flood,
        of.peers,
        cores,
        Spread.of(p50),
        Spread.of(p99),
        Spread.of(most),
        Spread.of(rates),
        Spread.of(ratios));
  }

  /** Starts a server in another process, floods it once, and returns the results. */
  static FloodRun.Found measure(Case of, int cores, Effort effort, List<String> more)
      throws IOException {
    var options = new ArrayList<>(more);
    if (cores == 1) {
      options.add("-XX:ActiveProcessorCount=1");
    }
    Effort own = effort.withServerOptions(options).withEngine(of.engine);
    Process server = ServerProcess.start(own, cores == 1, FloodedMain.class, of.strategy.name());
    try {
      int port = Integer.parseInt(server.inputReader(US_ASCII).readLine());
      try (var run = new FloodRun(port)) {
        return run.measure(of.flood, of.peers, effort.window());
      }
    } finally {
      server.destroyForcibly();
      server.onExit().join();
    }
  }
}
