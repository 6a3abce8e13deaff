package switchboard.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An echo server that {@link Compare} measures.
 *
 * @param label the name of the server in the table of results
 * @param kind the server if it is written in Java, otherwise empty
 * @param command the command that starts the server if it is not written in Java
 */
record Contestant(String label, Optional<ServerKind> kind, List<String> command) {
  private static final Path PEERS =
      Path.of(System.getProperty("switchboard.root", "."), "benchmarks", "peers");

  static Contestant of(ServerKind kind) {
    return new Contestant(kind.toString(), Optional.of(kind), List.of());
  }

  private static Contestant of(String label, String... command) {
    return new Contestant(label, Optional.empty(), List.of(command));
  }

  ServerProcess start(Effort effort) throws IOException {
    return kind.isPresent()
        ? ServerProcess.start(kind.get(), effort)
        : ServerProcess.startProgram(effort, command);
  }

  /**
   * Returns all servers whose toolchains are installed. Prints the names of the other servers on
   * standard error.
   */
  static List<Contestant> all() throws IOException, InterruptedException {
    var all = new ArrayList<Contestant>();
    for (ServerKind kind : ServerKind.values()) {
      if (kind.isCompared()) {
        all.add(of(kind));
      }
    }
    if (has("cc")) {
      all.add(of("C, epoll", compiled("cc", "-O2", "-o")));
    }
    if (has("go")) {
      all.add(of("Go, goroutines", compiled("go", "build", "-o")));
    }
    if (has("node")) {
      all.add(of("Node", "node", PEERS.resolve("echo.mjs").toString()));
    }
    if (has("python3")) {
      all.add(of("Python, asyncio", "python3", PEERS.resolve("echo.py").toString()));
    }
    return all;
  }

  private static boolean has(String tool) {
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, tool))) {
        return true;
      }
    }
    System.err.println("skipped: " + tool + " is not installed");
    return false;
  }

  private static String compiled(String... compiler) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("switchboard-peer");
    Path program = directory.resolve("echo");
    var command = new ArrayList<>(List.of(compiler));
    command.add(program.toString());
    command.add(PEERS.resolve(compiler[0].equals("go") ? "echo.go" : "echo.c").toString());
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("cannot compile a peer: " + command);
    }
    directory.toFile().deleteOnExit(); // deleted in reverse order of these calls
    program.toFile().deleteOnExit();
    return program.toString();
  }
}
