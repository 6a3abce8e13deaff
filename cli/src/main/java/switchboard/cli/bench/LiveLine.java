package switchboard.cli.bench;

import java.util.List;
import switchboard.bench.LoadGenerator;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.StatusLine;

/**
 * Shows the throughput and latency of the last second at the bottom of a terminal. Shows nothing if
 * standard error is not a terminal. Not thread-safe. Must be closed before anything else is
 * printed.
 */
final class LiveLine implements AutoCloseable {
  private final StatusLine line;
  private String about = "";

  LiveLine(Environment environment, Console console) {
    this.line = new StatusLine(environment, console);
  }

  /** Sets the label that the line shows for the load that starts now. */
  void about(String label) {
    about = label + ": ";
  }

  void tell(LoadGenerator.Second second) {
    String rate =
        (second.warmingUp() ? "warming up, " : "")
            + BenchReport.number(second.perSecond())
            + " per second";
    String latency =
        ", p50: "
            + BenchReport.number(second.microsMedian())
            + " µs, p99: "
            + BenchReport.number(second.micros99())
            + " µs";
    line.show(List.of(about + rate + latency, rate + latency, rate));
  }

  @Override
  public void close() {
    line.erase();
  }
}
