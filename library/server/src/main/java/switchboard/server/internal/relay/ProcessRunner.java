package switchboard.server.internal.relay;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.internal.Log;
import switchboard.server.ProcessHandler;
import switchboard.server.ProgramException;
import switchboard.server.internal.JfrEvents;

/** Implementation of {@link ProcessHandler}. */
public final class ProcessRunner implements ProcessHandler {
  private static final String NAME = "switchboard.server";

  /**
   * The maximum number of lines of standard error that are logged in one burst: enough for a stack
   * trace.
   */
  private static final int ERROR_LINES_AT_ONCE = 100;

  private final List<String> command;
  private final Map<String, String> environment = new TreeMap<>();
  private @Nullable Path directory;
  private Duration grace = GRACE_PERIOD;
  private ErrorListener errorLines;

  private final Shared shared;

  /**
   * The counters and logs. A handler shares them with its copies; each server makes a copy when it
   * starts.
   */
  private static final class Shared {
    final LongAdder started = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder terminated = new LongAdder();
    final Log log = Log.named(NAME);
    final Log errorLog = Log.named(NAME, ERROR_LINES_AT_ONCE);
  }

  private ProcessRunner(List<String> command) {
    this.command = command;
    this.shared = new Shared();
    this.errorLines =
        (pid, line) -> shared.errorLog.write(Level.INFO, "{}[{}]: {}", name(), pid, line);
  }

  private ProcessRunner(ProcessRunner original) {
    this.command = original.command;
    this.environment.putAll(original.environment);
    this.directory = original.directory;
    this.grace = original.grace;
    this.errorLines = original.errorLines;
    this.shared = original.shared;
  }

  /** Returns a copy with the current settings. The copy shares the counters with this handler. */
  public ProcessRunner snapshot() {
    return new ProcessRunner(this);
  }

  /**
   * Returns a handler that runs {@code command}; throws an exception if there is no such program.
   */
  public static ProcessRunner of(String... command) throws ProgramException {
    if (command.length == 0 || command[0].isEmpty()) {
      throw new ProgramException("the name of the program is empty");
    }
    requireProgram(command[0]);
    return new ProcessRunner(List.of(command));
  }

  private static void requireProgram(String name) throws ProgramException {
    if (name.contains("/")) {
      if (!Files.isRegularFile(Path.of(name))) {
        throw new ProgramException("program '" + name + "' does not exist");
      }
      if (!Files.isExecutable(Path.of(name))) {
        throw new ProgramException("program '" + name + "' is not executable");
      }
      return;
    }
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    for (String each : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(each, name);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return;
      }
    }
    throw new ProgramException("program '" + name + "' was not found on the PATH");
  }

  @Override
  public ProcessHandler workingDirectory(Path other) {
    directory = other;
    return this;
  }

  @Override
  public ProcessHandler environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  @Override
  public ProcessHandler standardError(ErrorListener listener) {
    errorLines = listener;
    return this;
  }

  @Override
  public ProcessHandler gracePeriod(Duration time) {
    grace = time;
    return this;
  }

  @Override
  public long started() {
    return shared.started.sum();
  }

  @Override
  public long failed() {
    return shared.failed.sum();
  }

  @Override
  public long terminated() {
    return shared.terminated.sum();
  }

  @Override
  public void handle(Connection connection) throws IOException {
    Process process;
    try {
      process = prepared(connection).start();
    } catch (IOException e) {
      throw new ProgramException(String.valueOf(e.getMessage()));
    }
    shared.started.increment();
    new ChildProcess(this, process, connection).serve();
  }

  private ProcessBuilder prepared(Connection connection) {
    var builder = new ProcessBuilder(command);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    Map<String, String> variables = builder.environment();
    variables.put("SWITCHBOARD_REMOTE", Endpoint.of(connection.remote()).toString());
    variables.put("SWITCHBOARD_LOCAL", Endpoint.of(connection.local()).toString());
    variables.put("PROTO", connection.local() instanceof Address.Inet ? "TCP" : "UNIX");
    putAddress(variables, "REMOTE", connection.remote());
    putAddress(variables, "LOCAL", connection.local());
    variables.putAll(environment);
    return builder;
  }

  /**
   * Sets the variables of tcp-environ(5) for one side of the connection. For a Unix socket removes
   * these variables, because values that this process has inherited belong to another connection.
   */
  private static void putAddress(Map<String, String> variables, String side, Address address) {
    if (address instanceof Address.Inet inet) {
      variables.put("TCP" + side + "IP", inet.host());
      variables.put("TCP" + side + "PORT", Integer.toString(inet.port()));
    } else {
      variables.remove("TCP" + side + "IP");
      variables.remove("TCP" + side + "PORT");
    }
  }

  String name() {
    return Path.of(command.getFirst()).getFileName().toString();
  }

  Log log() {
    return shared.log;
  }

  Duration gracePeriod() {
    return grace;
  }

  ErrorListener errorLines() {
    return errorLines;
  }

  /** Counts, logs and records the end of a program. */
  void ended(ChildProcess program, int status, boolean terminated) {
    String description = name() + "[" + program.pid() + "] for " + program.remote();
    if (terminated) {
      shared.terminated.increment();
    } else if (status != 0) {
      shared.failed.increment();
    }
    shared.log.write(
        status == 0 || terminated ? Level.DEBUG : Level.WARNING,
        terminated ? "#{} {} was terminated, with status {}" : "#{} {} exited with status {}",
        program.call(),
        description,
        status);
    JfrEvents.programEnded(program.call(), description, status, terminated);
  }
}
