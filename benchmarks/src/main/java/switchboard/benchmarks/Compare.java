package switchboard.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Compares echo servers that use different libraries and languages by processor time for each
 * message, throughput and latency. All servers run during the complete benchmark, and the load is
 * sent to one server after the other.
 */
final class Compare implements Benchmark {
  private record Load(int connections, int depth, boolean framed) {}

  private static final List<Load> BYTES =
      List.of(new Load(64, 1, false), new Load(1000, 1, false), new Load(64, 16, false));

  private static final List<Load> FRAMES = List.of(new Load(64, 64, true));

  private final Field field;
  private final List<Load> loads;
  private final String question;

  /** Supplies the servers to compare. */
  interface Field {
    List<Contestant> contestants() throws IOException, InterruptedException;
  }

  private Compare(Field field, List<Load> loads, String question) {
    this.field = field;
    this.loads = loads;
    this.question = question;
  }

  /** Returns a benchmark of servers that echo the bytes of a stream. */
  static Compare bytes(Field field) {
    return new Compare(
        field,
        BYTES,
        "echo servers with our engines, Netty, Vert.x, the JDK, C, Go, Node and Python");
  }

  /** Returns a benchmark of servers that decode messages and echo each message. */
  static Compare frames() {
    return new Compare(
        () ->
            Stream.of(
                    ServerKind.FRAMES_LOOPS,
                    ServerKind.FRAMES_VIRTUAL,
                    ServerKind.NETTY_FRAMES_NIO,
                    ServerKind.NETTY_FRAMES_EPOLL,
                    ServerKind.NETTY_FRAMES_URING)
                .map(Contestant::of)
                .toList(),
        FRAMES,
        "echo servers for length-prefixed messages, 64 in flight on each connection, relative to Netty");
  }

  @Override
  public String question() {
    return question;
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    report.head(
        "server",
        "connections",
        "deep",
        "µs each",
        "times best Netty",
        "times C",
        "thousands a second",
        "p50 µs",
        "p99 µs",
        "p99.9 µs");
    try {
      List<Contestant> contestants = effort.some(field.contestants());
      for (Load load : loads) {
        var entries = measured(contestants, load, effort);
        for (Entry each : entries) {
          each.into(report, entries);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  private static List<Entry> measured(List<Contestant> contestants, Load load, Effort effort)
      throws IOException {
    var entries = new ArrayList<Entry>();
    try {
      for (Contestant each : contestants) {
        entries.add(new Entry(each, load, effort));
      }
      for (Entry each : entries) {
        each.load.run(effort.warmUp());
      }
      for (int round = 0; round < effort.rounds(); round++) {
        for (Entry each : entries) {
          each.measure(effort);
        }
      }
    } finally {
      for (Entry each : entries) {
        each.close();
      }
    }
    return entries;
  }

  /** A server with the clients that load it, and its results in each round. */
  private static final class Entry implements AutoCloseable {
    private final Contestant contestant;
    private final Load how;
    private final ServerProcess server;
    private final PingPong load;
    private final int connections;
    private final Histogram latency = new Histogram(3);
    private final List<Double> micros = new ArrayList<>();
    private final List<Double> thousands = new ArrayList<>();

    Entry(Contestant contestant, Load how, Effort effort) throws IOException {
      this.contestant = contestant;
      this.how = how;
      this.connections = effort.share(how.connections);
      this.server = contestant.start(effort);
      this.load =
          how.framed
              ? PingPong.connectFramed(server.address(), connections, how.depth)
              : PingPong.connect(server.address(), connections, how.depth);
    }

    void measure(Effort effort) throws IOException {
      load.into(latency);
      long processor = server.processorNanos();
      long wall = System.nanoTime();
      double echoed = load.run(effort.window());
      wall = System.nanoTime() - wall;
      processor = server.processorNanosSince(processor);
      micros.add(processor / 1e3 / echoed);
      thousands.add(echoed * 1e6 / wall);
    }

    private boolean isNetty() {
      return contestant.label().startsWith("Netty");
    }

    /**
     * Returns, for each round, the ratio of this server's processor time to the processor time of
     * the best server of {@code others}.
     */
    private Object times(List<Entry> others) {
      if (others.isEmpty()) {
        return "–";
      }
      var ratios = new ArrayList<Double>();
      for (int round = 0; round < micros.size(); round++) {
        int now = round;
        double best = others.stream().mapToDouble(each -> each.micros.get(now)).min().orElseThrow();
        ratios.add(micros.get(round) / best);
      }
      return Spread.of(ratios);
    }

    /**
     * Returns a list with the server of {@code others} that has the lowest median, or an empty list
     * if there are none.
     */
    private static List<Entry> best(List<Entry> others) {
      return others.stream()
          .min((a, b) -> Double.compare(a.median(), b.median()))
          .map(List::of)
          .orElse(List.of());
    }

    private double median() {
      return Spread.of(micros).median();
    }

    void into(Report report, List<Entry> all) {
      report.row(
          contestant.label(),
          connections,
          how.depth,
          Spread.of(micros),
          times(best(all.stream().filter(Entry::isNetty).toList())),
          times(all.stream().filter(each -> each.contestant.label().startsWith("C,")).toList()),
          Spread.of(thousands),
          micros(50),
          micros(99),
          micros(99.9));
    }

    private String micros(double percentile) {
      return Spread.digits(latency.getValueAtPercentile(percentile) / 1e3);
    }

    @Override
    public void close() throws IOException {
      load.close();
      server.close();
    }
  }
}
