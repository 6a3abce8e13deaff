package switchboard.server;

import java.nio.file.Path;
import java.time.Duration;
import switchboard.server.internal.relay.ProcessRunner;

/**
 * A handler that runs a program for each call. The peer's bytes are the program's standard input,
 * and its standard output is sent to the peer. EOF is forwarded in both directions, so programs
 * such as {@code sort}, which write after EOF, work too.
 *
 * <pre>{@code
 * var handler = ProcessHandler.of("sort", "-r").environment("LC_ALL", "C");
 * ProcessServer.builder(handler).listen("localhost:7007").run();
 * }</pre>
 *
 * <p>A call ends when the program has exited and its output has been forwarded. If the connection
 * is lost, or the server ends the call, the program and its descendants receive SIGTERM, and
 * SIGKILL after the grace period. If the program exits but a descendant keeps its standard output
 * open, the call ends as soon as that descendant has written nothing for the grace period; the
 * descendant is not terminated.
 *
 * <p>The environment of the program has {@code SWITCHBOARD_REMOTE} and {@code SWITCHBOARD_LOCAL},
 * the endpoints of the peer and of the server, and the variables of tcpserver(1): {@code PROTO},
 * {@code TCPREMOTEIP}, {@code TCPREMOTEPORT}, {@code TCPLOCALIP} and {@code TCPLOCALPORT}.
 *
 * <p>One thread configures it. Afterwards it is safe for use by several threads. A server copies
 * the settings when it starts, so later changes do not affect it; the counters are shared by all
 * servers.
 *
 * @since 0.1.0
 */
public interface ProcessHandler extends ConnectionHandler {
  /** The default of {@link #gracePeriod}: two seconds. */
  Duration GRACE_PERIOD = Duration.ofSeconds(2);

  /** Receives the standard error of programs line by line. It is never sent to the peer. */
  @FunctionalInterface
  interface ErrorListener {
    /**
     * Called for each line. Each running program has a thread that calls this method, so it may
     * block, and must be thread-safe.
     *
     * @param pid the process identifier of the program
     * @param line a line of at most 8 KiB without its line terminator, or a part of a longer line;
     *     control characters other than tab are replaced by U+FFFD
     */
    void line(long pid, String line);
  }

  /**
   * Returns a handler that runs a program for each call.
   *
   * @param command the program, which is searched for on the PATH unless it contains a slash,
   *     followed by its arguments
   * @return the handler, with default settings
   * @throws ProgramException if there is no executable program of that name
   */
  static ProcessHandler of(String... command) throws ProgramException {
    return ProcessRunner.of(command);
  }

  /**
   * Sets the working directory of programs. Default: that of this process.
   *
   * @param directory an existing directory
   * @return this handler
   */
  ProcessHandler workingDirectory(Path directory);

  /**
   * Adds a variable to the environment of programs, which otherwise inherit that of this process.
   *
   * @param variable the name
   * @param value replaces an inherited value, and one that this handler would set
   * @return this handler
   */
  ProcessHandler environment(String variable, String value);

  /**
   * Sets the listener for standard error. Default: each line is logged at INFO.
   *
   * @param listener called on several threads
   * @return this handler
   */
  ProcessHandler standardError(ErrorListener listener);

  /**
   * Sets the time between SIGTERM and SIGKILL, and the time for which a call waits for output of
   * descendants after the program has exited. Default: {@link #GRACE_PERIOD}.
   *
   * @param time less than {@link Server#GRACE_PERIOD}, for which a server waits when it drains
   * @return this handler
   */
  ProcessHandler gracePeriod(Duration time);

  /** {@return the number of programs that were started} */
  long started();

  /** {@return the number of programs that exited with another status than 0, unless terminated} */
  long failed();

  /** {@return the number of programs that were terminated because their call ended first} */
  long terminated();
}
