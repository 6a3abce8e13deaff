package switchboard.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The main class of the benchmarks, with their command line. The process of this class generates
 * the load.
 */
final class Main {
  private static final String USAGE =
      """
      usage: benchmarks/run NAME [--json] [--rounds=N] [--seconds=N] [--java=OPTION]...
                          [--before=FOLDER] [--only=TEXT]

      --rounds=N       measure each contender N times, in turn with the others (default: 10)
      --seconds=N      measure for N seconds each time (default: 2)
      --json           print a JSON object for each row instead of a table
      --java=OPTION    pass OPTION to the JVMs of the servers, for example for a profiler
      --before=FOLDER  for 'paired': the other checkout; its benchmarks must have been built
      --only=TEXT      for 'paired' and 'fairness': measure only rows whose names contain TEXT
      """;

  private Main() {}

  /**
   * Runs the benchmark that the arguments name, or lists all benchmarks if there are no arguments.
   */
  public static void main(String[] arguments) throws Exception {
    var all =
        all(List.of(Path.of(System.getProperty("switchboard.root", "."), "switchboard") + ""));
    if (arguments.length == 0) {
      System.out.print(USAGE + "\n");
      all.forEach((name, each) -> System.out.printf("  %-14s %s%n", name, each.question()));
      return;
    }
    Benchmark benchmark = all.get(arguments[0]);
    if (benchmark == null) {
      throw wrong(
          "unknown benchmark '"
              + arguments[0]
              + "'; available: "
              + String.join(", ", all.keySet()));
    }
    boolean json = false;
    String machine = Machine.describe(); // must precede the pinning to one core
    var effort = Effort.usual(Cores.apart());
    var serverOptions = new ArrayList<String>();
    for (String option : List.of(arguments).subList(1, arguments.length)) {
      String value = option.substring(option.indexOf('=') + 1);
      switch (option.replaceFirst("=.*", "")) {
        case "--json" -> json = true;
        case "--rounds" -> effort = effort.withRounds(Integer.parseInt(value));
        case "--seconds" -> effort = effort.withWindow(Duration.ofSeconds(Long.parseLong(value)));
        case "--before" -> effort = effort.withBefore(Path.of(value));
        case "--only" -> effort = effort.withOnly(value);
        case "--java" -> serverOptions.add(value);
        default -> throw wrong("unknown option " + option);
      }
    }
    effort = effort.withServerOptions(serverOptions);
    if (benchmark instanceof Paired && effort.before().isEmpty()) {
      throw wrong("paired requires --before=FOLDER, another checkout of this project");
    }
    System.err.printf("%s; %s%n", machine, effort.cores());
    var report = new Report(arguments[0]);
    try {
      benchmark.run(effort, report);
    } catch (IllegalArgumentException invalidOption) {
      throw wrong(String.valueOf(invalidOption.getMessage()));
    }
    System.out.print(json ? report.json() : report.table());
  }

  /** Returns a map from the names of all benchmarks to the benchmarks. */
  static Map<String, Benchmark> all(List<String> launcher) {
    var all = new LinkedHashMap<String, Benchmark>();
    all.put("echo-cpu", new EchoProcessorTime());
    all.put("compare", Compare.bytes(Contestant::all));
    all.put("frames", Compare.frames());
    all.put("paired", new Paired());
    all.put("idle-memory", new IdleMemory());
    all.put("fairness", new Fairness());
    all.put("room", new Room());
    all.put("bulk", new Bulk());
    all.put("codecs", new Codecs());
    all.put("ipc", new Ipc());
    all.put("startup", new StartUp(launcher));
    all.put("file", new FileTransfer(launcher));
    all.put("scan", new PortScans(launcher));
    return all;
  }

  private static IllegalArgumentException wrong(String sentence) {
    System.err.println("benchmarks/run: " + sentence);
    System.exit(2);
    return new IllegalArgumentException(sentence);
  }
}
