package switchboard.server;

import java.nio.file.Path;
import java.time.Duration;
import switchboard.server.internal.relay.ProcessRunner;

/**
 * A handler that runs a program for each call. The program reads the bytes of the peer from its
 * standard input, and its standard output is sent to the peer. EOF is forwarded in both directions,
 * so programs that write their output only after EOF, such as {@code sort}, work too.
 *
 * <pre>{@code
 * var handler = ProcessHandler.of("sort", "-r").environment("LC_ALL", "C");
 * ProcessServer.builder(handler).listen("localhost:7007").run();
 * }</pre>
 *
 * <p>A call ends when the program has exited and its output has been forwarded. If the connection
 * is lost or the server ends the call, the program and its descendant processes receive SIGTERM,
 * and SIGKILL after the {@link #gracePeriod}. A descendant process may keep the standard output
 * open after the program has exited. Then the call ends when no output has arrived for the duration
 * of the grace period; the descendant is not terminated.
 *
 * <p>The environment of the program contains {@code SWITCHBOARD_REMOTE}, the endpoint of the peer,
 * {@code SWITCHBOARD_LOCAL}, the endpoint of the server, and the variables of tcpserver(1): {@code
 * PROTO}, {@code TCPREMOTEIP}, {@code TCPREMOTEPORT}, {@code TCPLOCALIP} and {@code TCPLOCALPORT}.
 *
 * <p>Only one thread may configure a handler. After that the handler is safe for use by several
 * threads. A server copies the settings when it starts, so later changes of the handler do not
 * affect the server. All servers with the same handler share its counters.
 *
 * @since 0.1.0
 */
public interface ProcessHandler extends ConnectionHandler {
  /** The default of {@link #gracePeriod}: two seconds. */
  Duration GRACE_PERIOD = Duration.ofSeconds(2);

  /**
   * Receives the standard error of programs line by line. Standard error is never sent to the peer.
   */
  @FunctionalInterface
  interface ErrorListener {
    /**
     * Called for each line. Each running program has its own thread that calls this method.
     * Therefore the method may block, and must be thread-safe.
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
   * @throws ProgramException if no executable program has that name
   */
  static ProcessHandler of(String... command) throws ProgramException {
    return ProcessRunner.of(command);
  }

  /**
   * Sets the working directory of programs. Default: the working directory of this process.
   *
   * @param directory an existing directory
   * @return this handler
   */
  ProcessHandler workingDirectory(Path directory);

  /**
   * Adds a variable to the environment of programs. By default programs inherit the environment of
   * this process.
   *
   * @param variable the name
   * @param value the value; it replaces an inherited value, and also a value that this handler
   *     would set
   * @return this handler
   */
  ProcessHandler environment(String variable, String value);

  /**
   * Sets the listener for standard error. Default: each line is logged at INFO.
   *
   * @param listener receives each line; several threads may call it at the same time
   * @return this handler
   */
  ProcessHandler standardError(ErrorListener listener);

  /**
   * Sets the grace period: the time between SIGTERM and SIGKILL. The grace period has a second use:
   * after a program has exited, its call waits for further output of descendant processes until no
   * output has arrived for this time. Default: {@link #GRACE_PERIOD}.
   *
   * @param time the grace period, which should be less than {@link Server#GRACE_PERIOD}, the time
   *     for which {@link Server#close} waits for calls
   * @return this handler
   */
  ProcessHandler gracePeriod(Duration time);

  /** {@return the number of programs that were started} */
  long started();

  /**
   * {@return the number of programs that exited with a status other than 0 and were not terminated}
   */
  long failed();

  /**
   * {@return the number of programs that were terminated because their call ended before the
   * program exited}
   */
  long terminated();
}
