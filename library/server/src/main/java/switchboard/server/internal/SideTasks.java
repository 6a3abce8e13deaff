package switchboard.server.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.internal.Log;
import switchboard.server.CallObserver;
import switchboard.server.CallSummary;

/**
 * Runs tasks of a server that do not belong to a call: sends rejection messages, closes connections
 * gracefully, and calls observers and onDrain actions. Tasks that may block run on virtual threads,
 * and a drain waits for these threads. Safe for use by several threads.
 */
public final class SideTasks {
  /**
   * The maximum number of connections that are being closed at the same time, which limits the
   * load.
   */
  private static final int CLOSING_MAX = 64;

  /** The maximum time to write a rejection message. */
  private static final Duration MESSAGE_TIME_MAX = Duration.ofSeconds(2);

  private final Semaphore closing = new Semaphore(CLOSING_MAX);
  private final AtomicInteger callbacks = new AtomicInteger();
  private final Log log;
  private final Runnable ended;
  private final CallObserver observer;

  /**
   * Creates an object that runs {@code ended} whenever one of the threads that it has started ends.
   */
  public SideTasks(Log log, Runnable ended, CallObserver observer) {
    this.log = log;
    this.ended = ended;
    this.observer = observer;
  }

  public void tellOpened(long call, Address remote) {
    tell(() -> observer.opened(call, remote));
  }

  public void tellClosed(CallSummary call) {
    tell(() -> observer.closed(call));
  }

  public void tellRejected(long call, Address remote, String reason) {
    tell(() -> observer.rejected(call, remote, reason));
  }

  /** Runs a callback of the observer. If the callback fails, the call is not affected. */
  private void tell(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException | Error e) {
      log.write(Level.WARNING, e, "the call observer threw an exception");
    }
  }

  /** Returns whether no thread of these tasks is running. */
  public boolean isEmpty() {
    return callbacks.get() == 0 && closing.availablePermits() == CLOSING_MAX;
  }

  /**
   * Runs, on a virtual thread, a task that closes a connection, so that the close does not delay
   * the calling thread.
   *
   * @return false, without running the task, if the maximum number of connections is already being
   *     closed
   */
  public boolean tryRun(String name, Runnable close) {
    if (!closing.tryAcquire()) {
      return false;
    }
    start(
        name, () -> run(close, "closing a connection failed", closing::release), closing::release);
    return true;
  }

  /** Runs, on a virtual thread, an action that the application has set. */
  public void runCallback(Runnable action) {
    callbacks.incrementAndGet();
    start(
        "switchboard-drain",
        () -> run(action, "an onDrain action threw an exception", callbacks::decrementAndGet),
        callbacks::decrementAndGet);
  }

  private void start(String name, Runnable body, Runnable undo) {
    boolean started = false;
    try {
      Thread.ofVirtual().name(name).start(body);
      started = true;
    } finally {
      if (!started) {
        undo.run();
        ended.run();
      }
    }
  }

  private void run(Runnable body, String failure, Runnable release) {
    try {
      body.run();
    } catch (RuntimeException | Error e) {
      log.write(Level.ERROR, e, failure);
    } finally {
      release.run();
      ended.run();
    }
  }

  /**
   * Sends a rejection message and closes the connection gracefully; on failure, resets the
   * connection.
   */
  public static void say(Connection connection, String message) {
    try (var _ = Deadline.after(MESSAGE_TIME_MAX)) {
      connection.write(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
      LingeringClose.from(connection);
    } catch (IOException e) {
      connection.abort();
    }
  }
}
