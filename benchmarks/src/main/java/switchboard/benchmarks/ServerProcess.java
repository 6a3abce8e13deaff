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

/** A server in a process of its own, seen from the load: where it listens and what it costs. */
final class ServerProcess implements AutoCloseable {
  private static final long TICK_NANOS = 10_000_000;

  /** A fixed heap and a collector without threads, so that only the server's own work differs. */
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

  /** Starts a server; it listens when this returns. */
  static ServerProcess start(ServerKind kind, Effort effort) throws IOException {
    return new ServerProcess(
        start(effort.withEngine(kind.engine()), ServerMain.class, kind.name()));
  }

  /** Starts a server out of this class path. */
  static ServerProcess start(ServerKind kind, String classPath, Effort effort) throws IOException {
    return new ServerProcess(
        start(effort.withEngine(kind.engine()), true, classPath, ServerMain.class, kind.name()));
  }

  /** Starts a program that prints its port and ends with its input, alone on its core. */
  static ServerProcess startProgram(Effort effort, List<String> command) throws IOException {
    var builder = new ProcessBuilder(effort.cores().alone(command));
    return new ServerProcess(builder.redirectError(Redirect.INHERIT).start());
  }

  /** Starts a JVM as all servers have it, alone on its core. */
  static Process start(Effort effort, Class<?> program, String... arguments) throws IOException {
    return start(effort, true, program, arguments);
  }

  /** As above, on every core unless it is to be {@code alone} on its own. */
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

  /** Processor time since it started, of all its threads, in the kernel too. */
  long processorNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** What it has used since {@code before}; at least the tick in which the kernel counts. */
  long processorNanosSince(long before) {
    return Math.max(TICK_NANOS, processorNanos() - before);
  }

  /** Collects its garbage; the bytes of its heap that are in use. */
  long liveBytes() throws IOException {
    questions.write("memory\n");
    questions.flush();
    return answer();
  }

  /** What the kernel says is resident, in bytes. */
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
    questions.close(); // the end of its input ends it
    process.onExit().join();
  }
}
