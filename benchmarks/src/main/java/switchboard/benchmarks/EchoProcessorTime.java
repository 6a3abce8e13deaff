package switchboard.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the processor time of echo servers. All servers run during the complete benchmark. The
 * load is sent to one server after the other in each round, so that other programs on the machine
 * affect all servers equally.
 */
final class EchoProcessorTime implements Benchmark {
  private static final List<ServerKind> CONTENDERS =
      List.of(
          ServerKind.BARE,
          ServerKind.LOOP,
          ServerKind.TRANSFER,
          ServerKind.EPOLL,
          ServerKind.EPOLL_LOOPS);
  private static final List<Integer> CONNECTIONS = List.of(1, 64, 1000);

  @Override
  public String question() {
    return "processor time for each echoed 64-byte message, relative to a bare SocketChannel";
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    report.head("server", "connections", "µs each", "times bare", "thousands a second");
    for (int usual : CONNECTIONS) {
      int connections = usual == 1 ? 1 : effort.share(usual);
      measure(connections, effort).forEach(each -> each.into(report, connections));
    }
  }

  private static List<Contender> measure(int connections, Effort effort) throws IOException {
    var contenders = new ArrayList<Contender>();
    try {
      for (ServerKind kind : effort.some(CONTENDERS)) {
        contenders.add(new Contender(kind, connections, effort));
      }
      for (Contender each : contenders) {
        each.load.run(effort.warmUp());
      }
      for (int round = 0; round < effort.rounds(); round++) {
        for (Contender each : contenders) {
          each.measure(effort, contenders.getFirst());
        }
      }
    } finally {
      for (Contender each : contenders) {
        each.close();
      }
    }
    return contenders;
  }

  /** A server with the clients that load it, and its results in each round. */
  private static final class Contender implements AutoCloseable {
    private final ServerKind kind;
    private final ServerProcess server;
    private final PingPong load;
    private final List<Double> micros = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> thousands = new ArrayList<>();

    Contender(ServerKind kind, int connections, Effort effort) throws IOException {
      this.kind = kind;
      this.server = ServerProcess.start(kind, effort);
      this.load = PingPong.connect(server.address(), connections);
    }

    void measure(Effort effort, Contender bare) throws IOException {
      long processor = server.processorNanos();
      long wall = System.nanoTime();
      double echoed = load.run(effort.window());
      wall = System.nanoTime() - wall;
      processor = server.processorNanosSince(processor);
      micros.add(processor / 1e3 / echoed);
      ratios.add(micros.getLast() / bare.micros.getLast());
      thousands.add(echoed * 1e6 / wall);
    }

    void into(Report report, int connections) {
      report.row(kind, connections, Spread.of(micros), Spread.of(ratios), Spread.of(thousands));
    }

    @Override
    public void close() throws IOException {
      load.close();
      server.close();
    }
  }
}
