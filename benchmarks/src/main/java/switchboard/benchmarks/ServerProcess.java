package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that runs in another process. Provides the address of the server, and the processor time
 * and memory of its process.
 */
final class ServerProcess implements AutoCloseable {
  private static final long TICK_NANOS = 10_000_000;

  /**
   * The options of each JVM: a heap of fixed size, and a garbage collector without background
   * threads, so that processor times can be compared.
   */
  private static final List<String> JVM =
      List.of(
          "-Xms256m",
          "-Xmx256m",
          "-Xmn32m",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;
  private final InetSocketAddress address;

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
    this.questions = process.outputWriter(US_ASCII);
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) answer());
  }

  /** Starts a server in another process. Blocks until the server listens. */
  static ServerProcess start(ServerKind kind, Effort effort) throws IOException {
    return new ServerProcess(
        start(effort.withEngine(kind.engine()), ServerMain.class, kind.name()));
  }

  /**
   * Starts a server in another process with the given class path. Blocks until the server listens.
   */
  static ServerProcess start(ServerKind kind, String classPath, Effort effort) throws IOException {
    return new ServerProcess(
        start(effort.withEngine(kind.engine()), true, classPath, ServerMain.class, kind.name()));
  }

  /**
   * Starts a program that prints its port and exits at EOF of standard input. The program has a
   * core to itself.
   */
  static ServerProcess startProgram(Effort effort, List<String> command) throws IOException {
    var builder = new ProcessBuilder(effort.cores().alone(command));
    return new ServerProcess(builder.redirectError(Redirect.INHERIT).start());
  }

  /** Starts a JVM with the same options as all servers. The JVM has a core to itself. */
  static Process start(Effort effort, Class<?> program, String... arguments) throws IOException {
    return start(effort, true, program, arguments);
  }

  /**
   * Starts a JVM with the same options as all servers. If {@code alone} is true, the JVM has a core
   * to itself; otherwise it runs on all cores.
   */
  static Process start(Effort effort, boolean alone, Class<?> program, String... arguments)
      throws IOException {
    String own = System.getProperty("java.class.path", ".");
    return start(effort, alone, own, program, arguments);
  }

  private static Process start(
      Effort effort, boolean alone, String classPath, Class<?> program, String... arguments)
      throws IOException {
    var command = new ArrayList<>(List.of(Path.of(javaHome(), "bin", "java").toString()));
    command.addAll(JVM);
    command.addAll(effort.serverOptions());
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(List.of(arguments));
    Cores cores = effort.cores();
    var builder = new ProcessBuilder(alone ? cores.alone(command) : cores.everywhere(command));
    return builder.redirectError(Redirect.INHERIT).start();
  }

  private static String javaHome() {
    return System.getProperty("java.home", "");
  }

  InetSocketAddress address() {
    return address;
  }

  /**
   * Returns the user and system time of all threads of the process since its start, in nanoseconds.
   */
  long processorNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  /**
   * Returns the difference between the current processor time and {@code before} in nanoseconds,
   * but at least one tick of the kernel's clock.
   */
  long processorNanosSince(long before) {
    return Math.max(TICK_NANOS, processorNanos() - before);
  }

  /**
   * Runs the garbage collector in the server's process, and returns how many bytes of the heap are
   * in use.
   */
  long liveBytes() throws IOException {
    questions.write("memory\n");
    questions.flush();
    return answer();
  }

  /** Returns the resident set size of the process in bytes (proc(5)). */
  long residentBytes() {
    var status = Path.of("/proc", String.valueOf(process.pid()), "status");
    return Long.parseLong(Machine.field(status, "VmRSS:", " kB")) * 1024;
  }

  private long answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the server has ended");
    }
    return Long.parseLong(line);
  }

  @Override
  public void close() throws IOException {
    questions.close(); // the server exits at EOF
    process.onExit().join();
  }
}
