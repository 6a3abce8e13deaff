package switchboard.cli.bench;

import java.util.Locale;
import switchboard.bench.FailureCause;
import switchboard.bench.LoadPlan;
import switchboard.bench.LoadResult;
import switchboard.cli.console.Json;

/** Formats the results of {@link BenchCommand} as text and as JSON events. */
final class BenchReport {
  private BenchReport() {}

  static String title(LoadPlan plan) {
    String how = plan.isOpenLoop() ? ", " + number(plan.perSecond()) + " per second" : "";
    return connections(plan.connections())
        + ", "
        + plan.bytes()
        + " bytes, "
        + (plan.depth() > 1 ? "depth " + plan.depth() + ", " : "")
        + plan.duration().toMillis() / 1e3
        + " s"
        + how;
  }

  static String connections(int count) {
    return count + (count == 1 ? " connection" : " connections");
  }

  static String table(LoadResult outcome) {
    double megabytes = outcome.perSecond() * outcome.plan().bytes() / 1e6;
    return "  messages    "
        + String.format(Locale.ROOT, "%,d", outcome.messages())
        + ", "
        + number(outcome.perSecond())
        + " per second, "
        + number(megabytes)
        + " MB/s each way\n"
        + (outcome.messages() == 0 ? "" : latency(outcome))
        + failed(outcome)
        + ended(outcome);
  }

  private static String latency(LoadResult outcome) {
    return "  latency µs  p50: "
        + number(outcome.micros(50))
        + "   p90: "
        + number(outcome.micros(90))
        + "   p99: "
        + number(outcome.micros(99))
        + "   p99.9: "
        + number(outcome.micros(99.9))
        + "   max: "
        + number(outcome.microsMax())
        + "\n";
  }

  private static String failed(LoadResult outcome) {
    return outcome.failedConnections() == 0
        ? ""
        : "  failed      "
            + outcome.failedConnections()
            + " of "
            + connections(outcome.plan().connections())
            + ": "
            + BenchVerdict.counts(outcome)
            + "\n";
  }

  /**
   * Returns a line that says why a load ended before its planned end: an interrupt, or a failure of
   * all connections. Returns "" if the load ended as planned.
   */
  private static String ended(LoadResult outcome) {
    boolean early = outcome.duration().compareTo(outcome.plan().duration()) < 0;
    return early
        ? "  measured    "
            + outcome.duration().toMillis() / 1e3
            + " s, "
            + (outcome.isInterrupted() ? "then interrupted" : "then no connection was left")
            + "\n"
        : "";
  }

  /**
   * Formats a number with three significant digits. A number of 1,000 or more is rounded to an
   * integer instead.
   */
  static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /**
   * Returns the JSON event with the results of one load. {@code strategy} is "" if this program did
   * not start the server.
   */
  static Json event(LoadResult outcome, String engine, String strategy) {
    return Json.event("bench")
        .with("endpoint", outcome.plan().endpoint().toString())
        .with("engine", engine)
        .with("strategy", strategy)
        .with("connections", outcome.plan().connections())
        .with("size", outcome.plan().bytes())
        .with("depth", outcome.plan().depth())
        .with("messages", outcome.messages())
        .with("rate", outcome.perSecond())
        .with("seconds", outcome.duration().toNanos() / 1e9)
        .with("p50", outcome.micros(50))
        .with("p90", outcome.micros(90))
        .with("p99", outcome.micros(99))
        .with("p999", outcome.micros(99.9))
        .with("max", outcome.microsMax())
        .with("failed", outcome.failedConnections())
        .with("refused", outcome.failedConnections(FailureCause.REFUSED))
        .with("unreachable", outcome.failedConnections(FailureCause.UNREACHABLE))
        .with("reset", outcome.failedConnections(FailureCause.RESET))
        .with("closed", outcome.failedConnections(FailureCause.CLOSED))
        .with("timeout", outcome.failedConnections(FailureCause.TIMED_OUT))
        .with("wrong", outcome.failedConnections(FailureCause.WRONG_ECHO))
        .with("other", outcome.failedConnections(FailureCause.OTHER))
        .with("interrupted", outcome.isInterrupted());
  }

  static String row(
      String engine, String strategy, String rate, String p50, String p99, String cpu) {
    return String.format("%-8s%-12s%12s%12s%12s%17s%n", engine, strategy, rate, p50, p99, cpu);
  }
}
