package switchboard.server;

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
import switchboard.server.internal.ChildProcess;
import switchboard.server.internal.JfrEvents;

/**
 * A program for each caller: what he says is its standard input, its standard output goes to him,
 * and each end is carried across, so that {@code sort} works as well as {@code cat}. A server that
 * is started with it serves it as it is then; what it is told later changes nothing there. Any
 * thread once it is told everything.
 *
 * <p>The call ends when the program has ended and what it said has been passed on. When the caller
 * is lost, or the server ends the call, the program and its descendants get SIGTERM, and after the
 * grace SIGKILL. A descendant that keeps the program's output open after its end, and says nothing,
 * holds the call for the grace and no longer; it is left alone.
 *
 * <p>The program finds in its environment {@code SWITCHBOARD_REMOTE} and {@code SWITCHBOARD_LOCAL},
 * the endpoints of both sides, and what programs of tcpserver(1) expect: {@code PROTO}, {@code
 * TCPREMOTEIP}, {@code TCPREMOTEPORT}, {@code TCPLOCALIP} and {@code TCPLOCALPORT}.
 */
public final class ProcessHandler implements ConnectionHandler {
  /** How long a program has to end when it is asked to, unless told otherwise. */
  public static final Duration GRACE_PERIOD = Duration.ofSeconds(2);

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

  /** Hears what programs write to their standard error, which is kept apart from the data. */
  @FunctionalInterface
  public interface ErrorListener {
    /**
     * A line without its ending, at most 8 KiB of it at once; control characters are replaced. On a
     * thread of its own for each program.
     */
    void line(long pid, String line);
  }

  private ProcessHandler(List<String> command) {
    this.command = command;
    this.tally = new Tally();
    this.errorLines =
        (pid, line) -> tally.errorLog.write(Level.INFO, "{}[{}]: {}", name(), pid, line);
  }

  private ProcessHandler(ProcessHandler original) {
    this.command = original.command;
    this.environment.putAll(original.environment);
    this.directory = original.directory;
    this.grace = original.grace;
    this.errorLines = original.errorLines;
    this.tally = original.tally;
  }

  /** The same as it is now, whatever it is told later; the counts remain common. */
  ProcessHandler snapshot() {
    return new ProcessHandler(this);
  }

  /**
   * Runs {@code command} for each caller.
   *
   * @param command the program, found on the PATH unless it has a slash, and its arguments
   * @throws ProgramException when there is no such program
   */
  public static ProcessHandler of(String... command) throws ProgramException {
    if (command.length == 0 || command[0].isEmpty()) {
      throw new ProgramException("there is no program without a name");
    }
    requireProgram(command[0]);
    return new ProcessHandler(List.of(command));
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

  /** In another working directory than this process's. */
  public ProcessHandler workingDirectory(Path other) {
    directory = other;
    return this;
  }

  /** With one more environment variable. */
  public ProcessHandler environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** What becomes of standard error; usually the log gets it, line by line. */
  public ProcessHandler standardError(ErrorListener hearer) {
    errorLines = hearer;
    return this;
  }

  /**
   * How long a program has to end when it is asked to, and how long the silence of what it has left
   * behind is waited for. Servers wait for {@link Server#GRACE_PERIOD}: stay below that.
   */
  public ProcessHandler gracePeriod(Duration time) {
    grace = time;
    return this;
  }

  /** How many programs were started. */
  public long started() {
    return tally.started.sum();
  }

  /** How many ended by themselves with another status than 0. */
  public long failed() {
    return tally.failed.sum();
  }

  /** How many were told to end. */
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

  public Log log() {
    return tally.log;
  }

  public Duration gracePeriod() {
    return grace;
  }

  public ErrorListener errorLines() {
    return errorLines;
  }

  /** Counts, logs and records how a program has ended. */
  public void ended(ChildProcess program, int status, boolean asked) {
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
