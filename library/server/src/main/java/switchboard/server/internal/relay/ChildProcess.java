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
 * One program of a {@link ProcessHandler} and the caller it is run for. The thread that serves runs
 * their relay; two virtual ones wait for the program's end and hear its standard error.
 */
final class ChildProcess {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\t]]");
  private static final int LINE_BYTES_MAX = 8192;
  private static final long LOOK_NANOS = 5_000_000;

  private final ProcessRunner service;
  private final Process process;
  private final Connection caller;
  private final Connection pipes;
  private final Connection errors;
  private final Relay relay;
  private final Ticker ticker = Ticker.current();
  private final WakeList changes = new WakeList();
  private final long call = ServedCall.currentId();
  private final Log log;

  private boolean exited; // guarded by this, like the next three
  private boolean callEnded;
  private boolean outputEnded;
  private boolean errorsEnded;

  ChildProcess(ProcessRunner service, Process process, Connection caller) {
    this.service = service;
    this.log = service.log();
    this.process = process;
    this.caller = caller;
    this.pipes = Pipes.connection(process.getInputStream(), process.getOutputStream(), () -> true);
    this.errors = Pipes.connection(process.getErrorStream(), OutputStream.nullOutputStream());
    this.relay = Relay.between(caller, pipes).failOnWriteError(caller);
  }

  /** Serves the caller until the program has ended; when that has to be, by force. */
  void serve() throws IOException {
    boolean ended = false;
    try {
      relay.onDirectionClosed(pipes, this::outputEnded);
      ServedCall.whenEnded(this::callEnded);
      start("switchboard-exit ", this::awaitExit);
      start("switchboard-errors ", this::hearErrors);
      relay.run();
      changes.await(this::isOver); // it may go on working when it has nothing more to say
      ended = hasExited();
    } finally {
      if (!ended) {
        aside("switchboard-terminate ", this::terminate);
      }
      aside("switchboard-tidy ", this::tidy);
      service.ended(this, hasExited() ? process.exitValue() : -1, !ended);
    }
  }

  private Thread start(String name, Runnable body) {
    return Thread.ofVirtual().name(name + process.pid()).start(() -> ticker.run(body));
  }

  /** On a thread that has no deadlines and that nobody interrupts; waits for it all the same. */
  private void aside(String name, Runnable body) {
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
    } catch (InterruptedException nobodyDoes) {
      log.write(Level.DEBUG, nobodyDoes, "#{} nobody waits for {} any more", call, process.pid());
    }
    // Its descendants may hold its output open; they have so long to say something.
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

  /** A program that has ended takes no more, also from a caller who has nothing to say now. */
  private synchronized void endInputIfOver() {
    if (exited && outputEnded) {
      relay.closeTowards(pipes);
    }
  }

  /** The server does not wait any longer; nor shall the caller take this for an end. */
  private void callEnded() {
    synchronized (this) {
      callEnded = true;
    }
    caller.abort();
    changes.fire();
  }

  private synchronized boolean isOver() {
    return exited || callEnded;
  }

  private synchronized boolean hasExited() {
    return exited;
  }

  private void hearErrors() {
    try {
      String line = errorLine();
      while (line != null) {
        service.errorLines().line(process.pid(), CONTROL.matcher(line).replaceAll("\uFFFD"));
        line = errorLine();
      }
    } catch (IOException over) {
      log.write(
          Level.DEBUG,
          "#{} standard error of {} is over: {}",
          call,
          process.pid(),
          over.getMessage());
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
    } catch (UnexpectedEofException unended) {
      line = source.readAll(LINE_BYTES_MAX);
    } catch (LimitExceededException longer) {
      line = source.readExactly(LINE_BYTES_MAX);
    }
    return line == null ? null : new String(line, StandardCharsets.UTF_8).stripTrailing();
  }

  private synchronized boolean areErrorsOver() {
    return errorsEnded;
  }

  /** Ends the program and whatever it has started: it is asked, and then made to. */
  private void terminate() {
    List<ProcessHandle> family = family().toList();
    family.forEach(ProcessHandle::destroy);
    if (!endWithinGrace(family)) {
      Stream.concat(family.stream(), family()).forEach(ProcessHandle::destroyForcibly);
      endWithinGrace(family);
    }
  }

  private Stream<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  private boolean endWithinGrace(List<ProcessHandle> family) {
    long end = ticker.nanos() + service.gracePeriod().toNanos();
    while (family.stream().anyMatch(ProcessHandle::isAlive)) {
      if (ticker.nanos() - end > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private void pause() {
    try {
      Waiting.park(this, LOOK_NANOS);
    } catch (IOException nobodyDoes) {
      log.write(Level.DEBUG, nobodyDoes, "#{} while waiting for {}", call, process.pid());
    }
  }

  /** Takes the last words from standard error, and gives the pipes back. */
  private void tidy() {
    try (errors;
        pipes;
        var _ = Deadline.after(service.gracePeriod())) {
      changes.await(this::hasExited);
      changes.await(this::areErrorsOver);
    } catch (IOException late) {
      log.write(
          Level.DEBUG,
          "#{} something holds the pipes of {}: {}",
          call,
          process.pid(),
          late.getMessage());
    }
  }

  /** The number of the call that it is run for, or 0. */
  long call() {
    return call;
  }

  long pid() {
    return process.pid();
  }

  Address remote() {
    return caller.remote();
  }
}
