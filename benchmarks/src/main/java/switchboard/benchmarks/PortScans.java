package switchboard.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures a scan of all loopback ports with {@code switchboard scan}, and with nmap if nmap is
 * installed. The time is measured from the start of the command to its exit.
 */
final class PortScans implements Benchmark {
  private static final int PORTS = 65_535;
  private static final int LOOK_MILLIS = 5;

  private final List<String> launcher;

  /**
   * Creates the benchmark. {@code launcher} is the command to which the arguments of {@code
   * switchboard} are appended.
   */
  PortScans(List<String> launcher) {
    this.launcher = launcher;
  }

  @Override
  public String question() {
    return "time and memory of a scan of all loopback ports, relative to nmap";
  }

  @Override
  public void run(Effort effort, Report report) throws IOException, InterruptedException {
    String ports = "1-" + effort.share(PORTS);
    var ours = new ArrayList<>(launcher);
    ours.addAll(List.of("scan", "127.0.0.1", "--ports", ports));
    var commands = new LinkedHashMap<String, List<String>>();
    commands.put("switchboard scan", ours);
    commands.put("nmap -sT -T5", nmap(ports));
    var runs = new LinkedHashMap<String, List<Run>>();
    for (int round = 0; round < effort.rounds(); round++) {
      for (var command : commands.entrySet()) {
        try {
          Run run = Run.of(effort.cores().everywhere(command.getValue()));
          runs.computeIfAbsent(command.getKey(), _ -> new ArrayList<>()).add(run);
        } catch (IOException missing) {
          System.err.println(command.getKey() + " is skipped: " + missing.getMessage());
        }
      }
    }
    report.head("scan", "ports", "s", "times nmap", "processor s", "MB at most");
    runs.forEach((label, each) -> report.row(row(label, ports, each, runs)));
  }

  private static List<String> nmap(String ports) {
    return List.of("nmap", "-sT", "-T5", "-Pn", "-n", "-p" + ports, "127.0.0.1");
  }

  private static Object[] row(
      String label, String ports, List<Run> runs, Map<String, List<Run>> all) {
    List<Run> base = all.getOrDefault("nmap -sT -T5", runs); // the ratio is 1 without nmap
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < runs.size(); round++) {
      ratios.add(runs.get(round).seconds / base.get(round).seconds);
    }
    return new Object[] {
      label,
      ports,
      Spread.of(runs.stream().map(Run::seconds).toList()),
      Spread.of(ratios),
      Spread.of(runs.stream().map(Run::processorSeconds).toList()),
      Spread.of(runs.stream().map(Run::megabytes).toList())
    };
  }

  /**
   * The time and the memory that one process needed. The memory is read repeatedly until shortly
   * before the process exits.
   */
  private record Run(double seconds, double processorSeconds, double megabytes) {
    static Run of(List<String> command) throws IOException, InterruptedException {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      double processor = 0;
      double megabytes = 0;
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        processor =
            process.info().totalCpuDuration().map(time -> time.toNanos() / 1e9).orElse(processor);
        megabytes = Math.max(megabytes, megabytesAtMost(process.pid()));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (process.exitValue() != 0) {
        throw new IllegalStateException(command + ": exit status " + process.exitValue());
      }
      return new Run(seconds, processor, megabytes);
    }

    /**
     * Returns the peak resident set size of process {@code pid} so far, in megabytes (proc(5)).
     * Returns 0 if the process has exited.
     */
    private static double megabytesAtMost(long pid) {
      Path status = Path.of("/proc", String.valueOf(pid), "status");
      String kilobytes = Machine.field(status, "VmHWM:", " kB");
      return kilobytes.equals("?") ? 0 : Double.parseDouble(kilobytes) * 1024 / 1e6;
    }
  }
}
