package switchboard.cli.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.cli.console.Progress;
import switchboard.scan.PortResult;
import switchboard.scan.PortScan;
import switchboard.scan.PortState;
import switchboard.scan.Ports;
import switchboard.scan.ScanSummary;
import switchboard.scan.ServiceNames;

/**
 * A run of {@code switchboard scan}: scans hosts, and prints the results.
 *
 * @param all whether to list every port, not only the open ones
 */
record Scanning(PortScan scan, Ports ports, boolean all, ServiceNames services) {
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Scans the hosts one after the other, and returns the exit status.
   *
   * @throws IOException if a host is unreachable, ports could not be probed, or output fails
   */
  int run(List<ScanHost> hosts, Environment environment, Console console) throws IOException {
    int widest = hosts.stream().mapToInt(host -> host.number().length()).max().orElse(0);
    var table = new ScanTable(hosts.size() > 1 ? widest : 0, all, services);
    var complaints = new ArrayList<String>();
    for (ScanHost host : hosts) {
      if (!host.notScanned().isEmpty()) {
        console.say(host.notScanned());
      }
      var findings = new Findings(host, console);
      ScanSummary counts = run(host, findings, environment, console);
      if (!console.isJson()) {
        findings.listed.sort(Comparator.comparingInt(PortResult::port));
        console.print(table.rows(host.number(), findings.listed));
      }
      sum(host, counts, console);
      String complaint = findings.complaint(counts);
      if (!complaint.isEmpty()) {
        complaints.add(complaint);
      }
    }
    if (!complaints.isEmpty()) {
      throw new IOException(String.join("; ", complaints));
    }
    return Status.SUCCESS;
  }

  private ScanSummary run(
      ScanHost host, Findings findings, Environment environment, Console console)
      throws IOException {
    String number = host.number();
    try (var progress = new Progress(environment, console, Progress.Unit.COUNT)) {
      return scan.run(
          host.address(),
          ports,
          result -> {
            findings.add(result);
            progress.tell(number, findings.count, ports.count());
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void sum(ScanHost host, ScanSummary counts, Console console) throws IOException {
    long tenths = Math.round(counts.elapsed().toNanos() / NANOS_PER_SECOND * 10);
    String text = host + ": " + counts.open() + " open, " + counts.closed() + " closed, ";
    text += counts.filtered() + " filtered, " + counts.unknown() + " unknown in ";
    console.say(
        text
            + tenths / 10
            + "."
            + tenths % 10
            + " s"); // not formatted with Formatter, which takes 30 ms to load
    console.result(
        Json.event("scan")
            .with("host", host.typed())
            .with("address", host.number())
            .with("open", counts.open())
            .with("closed", counts.closed())
            .with("filtered", counts.filtered())
            .with("unknown", counts.unknown())
            .with("seconds", counts.elapsed().toNanos() / NANOS_PER_SECOND));
  }

  /**
   * The results of the scan of one host so far. The threads of the scan add each result as soon as
   * it is available, but never two results at the same time.
   */
  private final class Findings {
    private final ScanHost host;
    private final Console console;
    private final List<PortResult> listed = new ArrayList<>();
    private String shortage = "";
    private String unreachable = "";
    private int count;

    Findings(ScanHost host, Console console) {
      this.host = host;
      this.console = console;
    }

    void add(PortResult result) {
      count++;
      switch (result.state()) {
        case UNKNOWN -> shortage = result.reason();
        case FILTERED -> unreachable = result.reason();
        default -> {}
      }
      if (!all && result.state() != PortState.OPEN) {
        return;
      }
      if (console.isJson()) {
        report(result);
      } else {
        listed.add(result);
      }
    }

    /**
     * Prints the JSON event of one result. If printing fails, ends the scan with an exception,
     * because no further results can be printed.
     */
    private void report(PortResult result) {
      try {
        console.result(
            Json.event("port")
                .with("endpoint", result.address().uri())
                .with("state", result.state().displayName())
                .with("service", services.name(result.port()))
                .with("reason", result.reason()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns why the scan is incomplete, or "" if it is complete. */
    String complaint(ScanSummary counts) {
      if (counts.isUnreachable()) {
        return host
            + " cannot be reached: "
            + unreachable
            + "; check the address and the network path";
      }
      return counts.unknown() == 0
          ? ""
          : "%d ports of %s could not be probed: %s%s"
              .formatted(counts.unknown(), host, shortage, advice(shortage));
    }
  }

  private static String advice(String shortage) {
    return switch (shortage) {
      case "Too many open files" ->
          "; raise the limit with 'ulimit -n', or use a smaller --concurrency";
      case "Too many open files in system" ->
          "; the processes of this machine have too many files open";
      case "Cannot assign requested address" ->
          "; this machine has no free local port: try again later";
      case "No buffer space available", "Cannot allocate memory" ->
          "; this machine has too little memory: try again later, or use a smaller --concurrency";
      default -> "";
    };
  }
}
