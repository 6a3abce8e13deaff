package switchboard.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the cost of communication with another process of this machine over different
 * transports. All processes run during the complete benchmark, and the transports are measured in
 * turn.
 */
final class Ipc implements Benchmark {

  @Override
  public String question() {
    return "round trips and throughput between two processes: pipes, sockets, mapped memory";
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    report.head(
        "way",
        "µs for 64 bytes and back",
        "times TCP's",
        "µs of processor",
        "MB/s in pieces of 64 KiB",
        "times TCP's MB/s",
        "µs of processor each");
    var contenders = new ArrayList<Contender>();
    try {
      for (IpcKind kind : IpcKind.values()) {
        contenders.add(new Contender(kind, effort));
      }
      for (Contender each : contenders) {
        each.process.roundTrips(effort.warmUp().dividedBy(2));
        each.process.pieces(effort.warmUp().dividedBy(2));
      }
      Contender tcp =
          contenders.stream().filter(each -> each.kind == IpcKind.TCP).findFirst().orElseThrow();
      for (int round = 0; round < effort.rounds(); round++) {
        for (Contender each : contenders) {
          each.measure(effort);
        }
        contenders.forEach(each -> each.compare(tcp));
      }
    } finally {
      for (Contender each : contenders) {
        each.process.close();
      }
    }
    contenders.forEach(each -> each.into(report));
  }

  /** A transport, and its results in each round. */
  private static final class Contender {
    private final IpcKind kind;
    private final IpcProcess process;
    private final List<Double> micros = new ArrayList<>();
    private final List<Double> microsRatios = new ArrayList<>();
    private final List<Double> processorMicros = new ArrayList<>();
    private final List<Double> megabytes = new ArrayList<>();
    private final List<Double> megabytesRatios = new ArrayList<>();
    private final List<Double> processorMicrosEach = new ArrayList<>();

    Contender(IpcKind kind, Effort effort) throws IOException {
      this.kind = kind;
      this.process = IpcProcess.start(kind, effort);
    }

    void measure(Effort effort) throws IOException {
      long processor = process.processorNanos();
      long start = System.nanoTime();
      double trips = process.roundTrips(effort.window());
      micros.add((System.nanoTime() - start) / 1e3 / trips);
      processorMicros.add((process.processorNanos() - processor) / 1e3 / trips);

      processor = process.processorNanos();
      start = System.nanoTime();
      double pieces = process.pieces(effort.window());
      megabytes.add(pieces * IpcMain.PIECE_BYTES * 1e3 / (System.nanoTime() - start));
      processorMicrosEach.add((process.processorNanos() - processor) / 1e3 / pieces);
    }

    void compare(Contender tcp) {
      microsRatios.add(micros.getLast() / tcp.micros.getLast());
      megabytesRatios.add(megabytes.getLast() / tcp.megabytes.getLast());
    }

    void into(Report report) {
      report.row(
          kind,
          Spread.of(micros),
          Spread.of(microsRatios),
          Spread.of(processorMicros),
          Spread.of(megabytes),
          Spread.of(megabytesRatios),
          Spread.of(processorMicrosEach));
    }
  }
}
