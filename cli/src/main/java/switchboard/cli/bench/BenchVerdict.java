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
 * Says how a load of {@link BenchCommand} ended.
 *
 * @param status the exit status: {@link Status#SUCCESS} only if messages came back and no
 *     connection failed
 * @param sentence what happened; empty if all went well
 */
record BenchVerdict(int status, String sentence) {

  static BenchVerdict of(LoadResult outcome) {
    Optional<FailureCause> gravest = causes(outcome).stream().findFirst();
    if (gravest.isPresent()) {
      return failed(outcome, gravest.get());
    }
    if (outcome.messages() == 0) {
      return new BenchVerdict(
          Status.TIMEOUT,
          outcome.plan().endpoint()
              + ": no message came back in the "
              + seconds(outcome)
              + " s that were measured; --seconds measures longer");
    }
    return new BenchVerdict(Status.SUCCESS, "");
  }

  private static BenchVerdict failed(LoadResult outcome, FailureCause gravest) {
    String endpoint = outcome.plan().endpoint().toString();
    IOException first = outcome.firstFailure(gravest);
    String reason =
        switch (gravest) {
          case REFUSED, UNREACHABLE, OTHER, RESET ->
              first == null ? gravest.description() : Failures.sentence(first, "bench");
          default -> first == null ? gravest.description() : String.valueOf(first.getMessage());
        };
    boolean wrong = gravest == FailureCause.WRONG_ECHO;
    String sentence =
        (wrong ? endpoint + " is not an echo: " : endpoint + ": ")
            + outcome.failedConnections()
            + " of "
            + BenchReport.connections(outcome.plan().connections())
            + " failed ("
            + counts(outcome)
            + "): "
            + reason
            + advice(outcome, gravest);
    return new BenchVerdict(status(outcome, gravest), sentence);
  }

  private static int status(LoadResult outcome, FailureCause gravest) {
    if (gravest == FailureCause.WRONG_ECHO) {
      return Status.INTEGRITY;
    }
    boolean silent = gravest == FailureCause.TIMED_OUT && outcome.messages() == 0;
    return silent ? Status.TIMEOUT : Status.NETWORK;
  }

  /** A timeout comes last: of several causes, one that the network told says more than silence. */
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

  private static String advice(LoadResult outcome, FailureCause gravest) {
    if (gravest != FailureCause.TIMED_OUT) {
      return "";
    }
    return outcome.messages() == 0
        ? "; is it an echo? --timeout waits longer"
        : "; does the server serve fewer connections at once? --timeout waits longer";
  }

  private static double seconds(LoadResult outcome) {
    return outcome.duration().toMillis() / 1e3;
  }
}
