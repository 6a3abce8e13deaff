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

  /** A program may have a whole stack trace to tell at once. */
  private static final int ERROR_LINES_AT_ONCE = 100;

  private final List<String> command;
  private final Map<String, String> environment = new TreeMap<>();
  private @Nullable Path directory;
  private Duration grace = GRACE_PERIOD;
  private ErrorListener errorLines;

  private final Tally tally;

  /** What is shared by a service and the copies of it that servers have. */
  private static final class Tally {
    final LongAdder started = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder terminated = new LongAdder();
    final Log log = Log.named(NAME);
    final Log errorLog = Log.named(NAME, ERROR_LINES_AT_ONCE);
  }

  private ProcessRunner(List<String> command) {
    this.command = command;
    this.tally = new Tally();
    this.errorLines =
        (pid, line) -> tally.errorLog.write(Level.INFO, "{}[{}]: {}", name(), pid, line);
  }

  private ProcessRunner(ProcessRunner original) {
    this.command = original.command;
    this.environment.putAll(original.environment);
    this.directory = original.directory;
    this.grace = original.grace;
    this.errorLines = original.errorLines;
    this.tally = original.tally;
  }

  /** The same as it is now, whatever it is told later; the counts remain common. */
  public ProcessRunner snapshot() {
    return new ProcessRunner(this);
  }

  /** Returns a handler that runs {@code command}, if there is such a program. */
  public static ProcessRunner of(String... command) throws ProgramException {
    if (command.length == 0 || command[0].isEmpty()) {
      throw new ProgramException("there is no program without a name");
    }
    requireProgram(command[0]);
    return new ProcessRunner(List.of(command));
  }

  private static void requireProgram(String name) throws ProgramException {
    if (name.contains("/")) {
      if (!Files.isRegularFile(Path.of(name))) {
        throw new ProgramException("there is no program " + name);
      }
      if (!Files.isExecutable(Path.of(name))) {
        throw new ProgramException(name + " may not be executed");
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
    throw new ProgramException("there is no program '" + name + "' on the PATH");
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
  public ProcessHandler standardError(ErrorListener hearer) {
    errorLines = hearer;
    return this;
  }

  @Override
  public ProcessHandler gracePeriod(Duration time) {
    grace = time;
    return this;
  }

  @Override
  public long started() {
    return tally.started.sum();
  }

  @Override
  public long failed() {
    return tally.failed.sum();
  }

  @Override
  public long terminated() {
    return tally.terminated.sum();
  }

  @Override
  public void handle(Connection caller) throws IOException {
    Process process;
    try {
      process = prepared(caller).start();
    } catch (IOException e) {
      throw new ProgramException(String.valueOf(e.getMessage()));
    }
    tally.started.increment();
    new ChildProcess(this, process, caller).serve();
  }

  private ProcessBuilder prepared(Connection caller) {
    var builder = new ProcessBuilder(command);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    Map<String, String> variables = builder.environment();
    variables.put("SWITCHBOARD_REMOTE", Endpoint.of(caller.remote()).toString());
    variables.put("SWITCHBOARD_LOCAL", Endpoint.of(caller.local()).toString());
    variables.put("PROTO", caller.local() instanceof Address.Inet ? "TCP" : "UNIX");
    putAddress(variables, "REMOTE", caller.remote());
    putAddress(variables, "LOCAL", caller.local());
    variables.putAll(environment);
    return builder;
  }

  /**
   * As tcp-environ(5) has them; those that this process may have inherited are not the caller's.
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
    return tally.log;
  }

  Duration gracePeriod() {
    return grace;
  }

  ErrorListener errorLines() {
    return errorLines;
  }

  /** Counts, logs and records how a program has ended. */
  void ended(ChildProcess program, int status, boolean asked) {
    String who = name() + "[" + program.pid() + "] for " + program.remote();
    if (asked) {
      tally.terminated.increment();
    } else if (status != 0) {
      tally.failed.increment();
    }
    tally.log.write(
        status == 0 || asked ? Level.DEBUG : Level.WARNING,
        asked ? "#{} {} was told to end, with status {}" : "#{} {} has ended with status {}",
        program.call(),
        who,
        status);
    JfrEvents.programEnded(program.call(), who, status, asked);
  }
}
