package switchboard.cli.bench;

import java.util.List;
import switchboard.bench.LoadGenerator;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.StatusLine;

/**
 * What the last second of a load has given, at the bottom of a terminal; nothing elsewhere. Belongs
 * to one thread; close it before saying anything else.
 */
final class LiveLine implements AutoCloseable {
  private final StatusLine line;
  private String about = "";

  LiveLine(Environment environment, Console console) {
    this.line = new StatusLine(environment, console);
  }

  /** What comes now, in a word or two. */
  void about(String what) {
    about = what + ": ";
  }

  void tell(LoadGenerator.Second second) {
    String rate =
        (second.warmingUp() ? "warming up, " : "")
            + BenchReport.number(second.perSecond())
            + " a second";
    String latency =
        ", 50 %: "
            + BenchReport.number(second.microsMedian())
            + " µs, 99 %: "
            + BenchReport.number(second.micros99())
            + " µs";
    line.show(List.of(about + rate + latency, rate + latency, rate));
  }

  @Override
  public void close() {
    line.erase();
  }
}
