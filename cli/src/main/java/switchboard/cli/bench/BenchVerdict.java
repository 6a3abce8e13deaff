package switchboard.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import switchboard.bench.FailureCause;
import switchboard.bench.LoadResult;
import switchboard.cli.command.Failures;
import switchboard.cli.command.Status;

/**
 * The exit status and the error message for a load of {@link BenchCommand}.
 *
 * @param status the exit status: {@link Status#SUCCESS} only if messages came back and no
 *     connection failed
 * @param sentence the error message, or "" for success
 */
record BenchVerdict(int status, String sentence) {

  static BenchVerdict of(LoadResult outcome) {
    Optional<FailureCause> worst = causes(outcome).stream().findFirst();
    if (worst.isPresent()) {
      return failed(outcome, worst.get());
    }
    if (outcome.messages() == 0) {
      return new BenchVerdict(
          Status.TIMEOUT,
          outcome.plan().endpoint()
              + ": no message came back in the "
              + seconds(outcome)
              + " s of the measurement; use a larger --seconds");
    }
    return new BenchVerdict(Status.SUCCESS, "");
  }

  private static BenchVerdict failed(LoadResult outcome, FailureCause worst) {
    String endpoint = outcome.plan().endpoint().toString();
    IOException first = outcome.firstFailure(worst);
    String reason =
        switch (worst) {
          case REFUSED, UNREACHABLE, OTHER, RESET ->
              first == null ? worst.description() : Failures.sentence(first, "bench");
          default -> first == null ? worst.description() : String.valueOf(first.getMessage());
        };
    boolean wrong = worst == FailureCause.WRONG_ECHO;
    String sentence =
        (wrong ? endpoint + " is not an echo server: " : endpoint + ": ")
            + outcome.failedConnections()
            + " of "
            + BenchReport.connections(outcome.plan().connections())
            + " failed ("
            + counts(outcome)
            + "): "
            + reason
            + advice(outcome, worst);
    return new BenchVerdict(status(outcome, worst), sentence);
  }

  private static int status(LoadResult outcome, FailureCause worst) {
    if (worst == FailureCause.WRONG_ECHO) {
      return Status.INTEGRITY;
    }
    boolean silent = worst == FailureCause.TIMED_OUT && outcome.messages() == 0;
    return silent ? Status.TIMEOUT : Status.NETWORK;
  }

  /**
   * Returns the causes for which connections failed. A timeout comes last, because any other cause
   * is more informative.
   */
  private static List<FailureCause> causes(LoadResult outcome) {
    var causes = new ArrayList<FailureCause>();
    for (FailureCause cause : FailureCause.values()) {
      if (outcome.failedConnections(cause) > 0 && cause != FailureCause.TIMED_OUT) {
        causes.add(cause);
      }
    }
    if (outcome.failedConnections(FailureCause.TIMED_OUT) > 0) {
      causes.add(FailureCause.TIMED_OUT);
    }
    return causes;
  }

  /** Returns how many connections failed for each cause, such as {@code 3 refused, 1 reset}. */
  static String counts(LoadResult outcome) {
    return String.join(
        ", ",
        Arrays.stream(FailureCause.values())
            .filter(cause -> outcome.failedConnections(cause) > 0)
            .map(cause -> outcome.failedConnections(cause) + " " + cause.description())
            .toList());
  }

  private static String advice(LoadResult outcome, FailureCause worst) {
    if (worst != FailureCause.TIMED_OUT) {
      return "";
    }
    return outcome.messages() == 0
        ? "; is it an echo server? Use a larger --timeout to wait longer"
        : "; does the server serve fewer connections at the same time? Use a larger --timeout to wait longer";
  }

  private static double seconds(LoadResult outcome) {
    return outcome.duration().toMillis() / 1e3;
  }
}
