package switchboard.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the memory of many idle connections. Before the first measurement, other clients connect
 * and disconnect in waves, so that the measurements do not include memory for class loading,
 * compiled code and the young generation of the heap.
 */
final class IdleMemory implements Benchmark {
  private static final List<ServerKind> CONTENDERS =
      List.of(
          ServerKind.BARE,
          ServerKind.LOOP,
          ServerKind.TRANSFER,
          ServerKind.EPOLL,
          ServerKind.EPOLL_LOOPS,
          ServerKind.NETTY_NIO,
          ServerKind.NETTY_EPOLL);
  private static final int CONNECTIONS = 10_000;
  private static final int BEFORE = 500;
  private static final int WAVES = 4;
  private static final double MEGABYTE = 1e6;

  @Override
  public String question() {
    return "resident memory that 10,000 idle connections add to an idle server";
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    int connections = effort.share(CONNECTIONS);
    report.head("server", "connections", "MB resident", "of it MB live heap", "kB each");
    List<ServerKind> contenders = effort.some(CONTENDERS);
    var found = new ArrayList<List<Held>>();
    contenders.forEach(_ -> found.add(new ArrayList<>()));
    for (int round = 0; round < effort.rounds(); round++) {
      for (int each = 0; each < contenders.size(); each++) {
        found.get(each).add(measure(contenders.get(each), connections, effort));
      }
    }
    for (int each = 0; each < contenders.size(); each++) {
      var resident = found.get(each).stream().map(held -> held.resident / MEGABYTE).toList();
      var live = found.get(each).stream().map(held -> held.live / MEGABYTE).toList();
      var every = resident.stream().map(megabytes -> megabytes * 1000 / connections).toList();
      report.row(
          contenders.get(each),
          connections,
          Spread.of(resident),
          Spread.of(live),
          Spread.of(every));
    }
  }

  /**
   * The number of bytes by which the connections increased the resident memory and the live heap of
   * a server.
   */
  private record Held(long resident, long live) {}

  private static Held measure(ServerKind kind, int connections, Effort effort) throws IOException {
    try (var server = ServerProcess.start(kind, effort)) {
      for (int wave = 0; wave < WAVES; wave++) {
        try (var before = PingPong.connect(server.address(), effort.share(BEFORE))) {
          before.run(effort.warmUp().dividedBy(WAVES));
        }
      }
      long liveBefore = server.liveBytes();
      long residentBefore = server.residentBytes();
      try (var callers = PingPong.connect(server.address(), connections)) {
        callers.run(Duration.ZERO); // one round trip; then the clients are idle
        long live = server.liveBytes();
        return new Held(server.residentBytes() - residentBefore, live - liveBefore);
      }
    }
  }
}
