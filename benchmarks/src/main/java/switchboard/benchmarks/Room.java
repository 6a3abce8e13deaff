package switchboard.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.function.Function;

/** Measures the processor time of the chat hub with one full room, at several rates of lines. */
final class Room implements Benchmark {
  private static final int PEOPLE = 500;

  /** The rates of lines: how many lines are sent per second, and how many may be in flight. */
  private enum Pace {
    SLOW("20 lines a second", 20, 64),
    FAST("100 lines a second", 100, 64),
    ONE_BY_ONE("one line after the other", Double.MAX_VALUE, 1),
    EIGHT("flat out, 8 lines on their way", Double.MAX_VALUE, 8),
    MANY("flat out, 64 lines on their way", Double.MAX_VALUE, 64);

    private final String label;
    private final double linesPerSecond;
    private final int linesMax;

    Pace(String label, double linesPerSecond, int linesMax) {
      this.label = label;
      this.linesPerSecond = linesPerSecond;
      this.linesMax = linesMax;
    }
  }

  @Override
  public String question() {
    return "chat hub: deliveries of 200-byte lines to 500 members for each second of its processor time";
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    int people = effort.share(PEOPLE);
    report.head(
        "server",
        "pace",
        "people",
        "thousands a processor second",
        "µs each",
        "thousands a second",
        "ms until all have heard");
    for (ServerKind hub : List.of(ServerKind.HUB, ServerKind.HUB_EPOLL)) {
      measure(hub, people, effort, report);
    }
  }

  private static void measure(ServerKind hub, int people, Effort effort, Report report)
      throws IOException {
    try (var server = ServerProcess.start(hub, effort);
        var room = RoomLoad.enter(server.address(), people)) {
      room.speak(Double.MAX_VALUE, 8, effort.warmUp());
      var found = new EnumMap<Pace, List<Measured>>(Pace.class);
      for (int round = 0; round < effort.rounds(); round++) {
        for (Pace pace : Pace.values()) {
          found
              .computeIfAbsent(pace, _ -> new ArrayList<>())
              .add(measure(server, room, pace, effort));
        }
      }
      found.forEach((pace, all) ->
          report.row(
              hub,
              pace.label,
              people,
              spread(all, Measured::perProcessorSecond),
              spread(all, each -> 1000 / each.perProcessorSecond()),
              spread(all, Measured::perSecond),
              spread(all, Measured::millis)));
    }
  }

  /**
   * The results of one round: thousands of deliveries per second of processor time, thousands of
   * deliveries per second of elapsed time, and the median time in milliseconds until all members
   * have received a line.
   */
  private record Measured(double perProcessorSecond, double perSecond, double millis) {}

  private static Spread spread(List<Measured> all, Function<Measured, Double> value) {
    return Spread.of(all.stream().map(value).toList());
  }

  private static Measured measure(ServerProcess server, RoomLoad room, Pace pace, Effort effort)
      throws IOException {
    long processor = server.processorNanos();
    long wall = System.nanoTime();
    var heard = room.speak(pace.linesPerSecond, pace.linesMax, effort.window());
    wall = System.nanoTime() - wall;
    processor = server.processorNanosSince(processor);
    return new Measured(
        heard.deliveries() * 1e6 / processor,
        heard.deliveries() * 1e6 / wall,
        Spread.of(heard.millis()).median());
  }
}
