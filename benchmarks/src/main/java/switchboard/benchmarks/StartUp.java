package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the time from the start of a command until its server listens. The launcher script
 * replaces itself with the JVM (exec), so afterwards the command line of its process is the command
 * line of the JVM. That java command is also measured directly, with and without the AOT cache.
 */
final class StartUp implements Benchmark {
  private static final int STARTS_PER_ROUND = 4;
  private static final List<List<String>> SERVERS =
      List.of(
          List.of("echo", "--listen", "tcp://127.0.0.1:0"),
          List.of("up", "--listen", "tcp://127.0.0.1:0"));

  private final List<String> launcher;

  /**
   * Creates the benchmark. {@code launcher} is the command to which the arguments of {@code
   * switchboard} are appended.
   */
  StartUp(List<String> launcher) {
    this.launcher = launcher;
  }

  @Override
  public String question() {
    return "time from the start of java or the launcher to 'listening on'";
  }

  @Override
  public void run(Effort effort, Report report) throws IOException, InterruptedException {
    report.head("server", "started by", "ms");
    for (List<String> server : SERVERS) {
      Map<String, List<String>> commands = commands(server, effort);
      var millis = new LinkedHashMap<String, List<Double>>();
      commands.keySet().forEach(label -> millis.put(label, new ArrayList<>()));
      for (int start = 0; start < effort.rounds() * effort.share(STARTS_PER_ROUND); start++) {
        for (var command : commands.entrySet()) {
          try (var started = new Started(effort.cores().everywhere(command.getValue()))) {
            millis.getOrDefault(command.getKey(), new ArrayList<>()).add(started.millis);
          }
        }
      }
      millis.forEach((label, all) -> report.row(server.getFirst(), label, Spread.of(all)));
    }
  }

  private Map<String, List<String>> commands(List<String> server, Effort effort)
      throws IOException, InterruptedException {
    var launched = new ArrayList<>(launcher);
    launched.addAll(server);
    List<String> java;
    try (var started = new Started(effort.cores().everywhere(launched))) {
      java = started.commandLine();
    }
    var plain = java.stream().filter(word -> !word.startsWith("-XX:AOTCache=")).toList();
    var commands = new LinkedHashMap<String, List<String>>();
    commands.put("java without the cache", plain);
    commands.put("java with the cache", java);
    commands.put("./switchboard", launched);
    return commands;
  }

  /** A server that listens, and the time that its start took. */
  private static final class Started implements AutoCloseable {
    private final Process process;
    private final double millis;

    Started(List<String> command) throws IOException {
      long start = System.nanoTime();
      process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).start();
      awaitListening(process.getErrorStream());
      millis = (System.nanoTime() - start) / 1e6;
    }

    private static void awaitListening(InputStream errors) throws IOException {
      var output = new StringBuilder();
      while (output.indexOf("listening on") < 0) {
        int next = errors.read();
        if (next < 0) {
          throw new IOException("the server exited: " + output);
        }
        output.append((char) next);
      }
    }

    /** Returns the current command line of the server's process (proc(5)). */
    List<String> commandLine() throws IOException {
      var words = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
      return List.of(Files.readString(words, UTF_8).split("\0"));
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().join();
    }
  }
}
