package switchboard.server;

import java.nio.file.Path;
import java.time.Duration;
import switchboard.server.internal.relay.ProcessRunner;

/**
 * Runs a program for each call: the bytes of the peer are its standard input, its standard output
 * goes to the peer, and the end of each stream is passed on, so that {@code sort} works as well as
 * {@code cat}. A server that is started with it keeps its settings of that moment. Safe for use by
 * several threads once it is configured.
 *
 * <p>The call ends when the program has ended and its output has been passed on. When the
 * connection is lost or the server ends the call, the program and its descendants get SIGTERM, and
 * SIGKILL after the grace period. A descendant that keeps the program's output open after the
 * program's end, and writes nothing, holds the call for the grace period and no longer; it is left
 * alone.
 *
 * <p>The program finds in its environment {@code SWITCHBOARD_REMOTE} and {@code SWITCHBOARD_LOCAL},
 * the endpoints of both sides, and the variables that programs of tcpserver(1) expect: {@code
 * PROTO}, {@code TCPREMOTEIP}, {@code TCPREMOTEPORT}, {@code TCPLOCALIP} and {@code TCPLOCALPORT}.
 */
public interface ProcessHandler extends ConnectionHandler {
  /** The default of {@link #gracePeriod}: two seconds. */
  Duration GRACE_PERIOD = Duration.ofSeconds(2);

  /** Receives the standard error of programs, which is kept apart from the data. */
  @FunctionalInterface
  interface ErrorListener {
    /**
     * Called with each line, on a thread of its own for each program.
     *
     * @param line without its line ending, 8 KiB at most; control characters are replaced
     */
    void line(long pid, String line);
  }

  /**
   * Returns a handler that runs {@code command} for each call.
   *
   * @param command the program, found on the PATH unless it contains a slash, and its arguments
   * @throws ProgramException when there is no such program
   */
  static ProcessHandler of(String... command) throws ProgramException {
    return ProcessRunner.of(command);
  }

  /** Sets the working directory. Default: that of this process. */
  ProcessHandler workingDirectory(Path directory);

  /** Adds an environment variable. */
  ProcessHandler environment(String variable, String value);

  /** Sets the receiver of standard error. Default: the log gets it, line by line. */
  ProcessHandler standardError(ErrorListener listener);

  /**
   * Sets the time that a program has to end after SIGTERM, and the longest time to wait for a
   * silent descendant that it leaves behind. Servers wait for {@link Server#GRACE_PERIOD}: stay
   * below that.
   */
  ProcessHandler gracePeriod(Duration time);

  /** Returns the number of programs started. */
  long started();

  /** Returns the number of programs that ended by themselves with another status than 0. */
  long failed();

  /** Returns the number of programs that were terminated. */
  long terminated();
}
