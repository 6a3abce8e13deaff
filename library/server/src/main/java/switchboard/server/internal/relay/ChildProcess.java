package switchboard.server.internal.relay;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.LimitExceededException;
import switchboard.net.Pipes;
import switchboard.net.Source;
import switchboard.net.Ticker;
import switchboard.net.UnexpectedEofException;
import switchboard.net.internal.Log;
import switchboard.net.spi.support.Waiting;
import switchboard.net.spi.support.WakeList;
import switchboard.server.ProcessHandler;
import switchboard.server.Relay;
import switchboard.server.internal.ServedCall;

/**
 * A program that a {@link ProcessHandler} runs for a call. The thread that serves the call runs a
 * relay between the connection and the program's pipes. Two virtual threads wait for the exit of
 * the program and read its standard error.
 */
final class ChildProcess {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\t]]");
  private static final int LINE_BYTES_MAX = 8192;

  /** The interval between checks whether terminated processes have ended. */
  private static final long CHECK_NANOS = 5_000_000;

  private final ProcessRunner service;
  private final Process process;
  private final Connection connection;
  private final Connection pipes;
  private final Connection errors;
  private final Relay relay;
  private final Ticker ticker = Ticker.current();
  private final WakeList changes = new WakeList();
  private final long call = ServedCall.currentId();
  private final Log log;

  private boolean exited; // guarded by this, like the next three fields
  private boolean callEnded;
  private boolean outputEnded;
  private boolean errorsEnded;

  ChildProcess(ProcessRunner service, Process process, Connection connection) {
    this.service = service;
    this.log = service.log();
    this.process = process;
    this.connection = connection;
    this.pipes = Pipes.connection(process.getInputStream(), process.getOutputStream(), () -> true);
    this.errors = Pipes.connection(process.getErrorStream(), OutputStream.nullOutputStream());
    this.relay = Relay.between(connection, pipes).failOnWriteError(connection);
  }

  /** Runs the relay until the program has exited, and terminates the program on failure. */
  void serve() throws IOException {
    boolean ended = false;
    try {
      relay.onDirectionClosed(pipes, this::outputEnded);
      ServedCall.whenEnded(this::callEnded);
      start("switchboard-exit ", this::awaitExit);
      start("switchboard-errors ", this::readErrors);
      relay.run();
      changes.await(this::isOver); // the program may still run after it has closed its output
      ended = hasExited();
    } finally {
      if (!ended) {
        runAside("switchboard-terminate ", this::terminate);
      }
      runAside("switchboard-close-pipes ", this::closePipes);
      service.ended(this, hasExited() ? process.exitValue() : -1, !ended);
    }
  }

  private Thread start(String name, Runnable body) {
    return Thread.ofVirtual().name(name + process.pid()).start(() -> ticker.run(body));
  }

  /**
   * Runs {@code body} on a new thread, which no deadline or interrupt of the calling thread
   * affects, and waits for the end of the new thread.
   */
  private void runAside(String name, Runnable body) {
    Thread thread = start(name, body);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitExit() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      log.write(Level.DEBUG, e, "#{} interrupted while waiting for {}", call, process.pid());
    }
    // Descendants of the program may keep its output open. Wait as long as they write output.
    relay.closeWhenIdle(pipes, service.gracePeriod());
    synchronized (this) {
      exited = true;
    }
    endInputIfOver();
    changes.fire();
  }

  private void outputEnded() {
    synchronized (this) {
      outputEnded = true;
    }
    endInputIfOver();
  }

  /**
   * Stops forwarding to a program that has exited, even while the relay waits for bytes from the
   * peer.
   */
  private synchronized void endInputIfOver() {
    if (exited && outputEnded) {
      relay.closeTowards(pipes);
    }
  }

  /**
   * Called when the server ends the call. Resets the connection, so that the peer does not see EOF.
   */
  private void callEnded() {
    synchronized (this) {
      callEnded = true;
    }
    connection.abort();
    changes.fire();
  }

  private synchronized boolean isOver() {
    return exited || callEnded;
  }

  private synchronized boolean hasExited() {
    return exited;
  }

  private void readErrors() {
    try {
      String line = errorLine();
      while (line != null) {
        service.errorLines().line(process.pid(), CONTROL.matcher(line).replaceAll("\uFFFD"));
        line = errorLine();
      }
    } catch (IOException e) {
      log.write(
          Level.DEBUG,
          "#{} cannot read more of the standard error of {}: {}",
          call,
          process.pid(),
          e.getMessage());
    } finally {
      synchronized (this) {
        errorsEnded = true;
      }
      changes.fire();
    }
  }

  private @Nullable String errorLine() throws IOException {
    Source source = errors.source();
    byte[] line;
    try {
      line = source.readUntil((byte) '\n', LINE_BYTES_MAX);
    } catch (UnexpectedEofException lastLine) {
      line = source.readAll(LINE_BYTES_MAX);
    } catch (LimitExceededException longLine) {
      line = source.readExactly(LINE_BYTES_MAX);
    }
    return line == null ? null : new String(line, StandardCharsets.UTF_8).stripTrailing();
  }

  private synchronized boolean haveErrorsEnded() {
    return errorsEnded;
  }

  /** Sends SIGTERM to the program and its descendants, and SIGKILL after the grace period. */
  private void terminate() {
    List<ProcessHandle> processes = processes().toList();
    processes.forEach(ProcessHandle::destroy);
    if (!endWithinGrace(processes)) {
      Stream.concat(processes.stream(), processes()).forEach(ProcessHandle::destroyForcibly);
      endWithinGrace(processes);
    }
  }

  private Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  private boolean endWithinGrace(List<ProcessHandle> processes) {
    long end = ticker.nanos() + service.gracePeriod().toNanos();
    while (processes.stream().anyMatch(ProcessHandle::isAlive)) {
      if (ticker.nanos() - end > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private void pause() {
    try {
      Waiting.park(this, CHECK_NANOS);
    } catch (IOException e) {
      log.write(Level.DEBUG, e, "#{} interrupted while terminating {}", call, process.pid());
    }
  }

  /** Waits for the rest of standard error, for at most the grace period, and closes the pipes. */
  private void closePipes() {
    try (errors;
        pipes;
        var _ = Deadline.after(service.gracePeriod())) {
      changes.await(this::hasExited);
      changes.await(this::haveErrorsEnded);
    } catch (IOException timeout) {
      log.write(
          Level.DEBUG,
          "#{} another process keeps the pipes of {} open: {}",
          call,
          process.pid(),
          timeout.getMessage());
    }
  }

  /** Returns the number of the call for which the program is run, or 0 without a server. */
  long call() {
    return call;
  }

  long pid() {
    return process.pid();
  }

  Address remote() {
    return connection.remote();
  }
}
