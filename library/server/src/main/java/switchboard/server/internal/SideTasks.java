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
 * What a server does beside its calls, on virtual threads of its own for which a drain waits: tells
 * callers that they are rejected, closes connections in order, and runs callbacks. Any thread.
 */
public final class SideTasks {
  /** How many connections are closed beside the calls: a crowd must not be the next overload. */
  private static final int CLOSING_MAX = 64;

  private static final Duration SENTENCE_TIME_MAX = Duration.ofSeconds(2);

  private final Semaphore closing = new Semaphore(CLOSING_MAX);
  private final AtomicInteger callbacks = new AtomicInteger();
  private final Log log;
  private final Runnable ended;
  private final CallObserver observer;

  /** Runs {@code ended} whenever one of these threads is done. */
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

  /** Runs a callback of the observer; a failing one must not harm the call. */
  private void tell(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException | Error e) {
      log.write(Level.WARNING, e, "an observer of calls has failed");
    }
  }

  public boolean isEmpty() {
    return callbacks.get() == 0 && closing.availablePermits() == CLOSING_MAX;
  }

  /**
   * Does what would hold up the next caller.
   *
   * @return false when as much goes on beside the calls as may
   */
  public boolean tryRun(String name, Runnable last) {
    if (!closing.tryAcquire()) {
      return false;
    }
    start(
        name,
        () -> run(last, "a connection can't be closed in order", closing::release),
        closing::release);
    return true;
  }

  /** Runs {@code action}, of a user. */
  public void runCallback(Runnable action) {
    callbacks.incrementAndGet();
    start(
        "switchboard-drain",
        () -> run(action, "a callback for a drain has failed", callbacks::decrementAndGet),
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

  /** Tells {@code caller} why it is rejected, and closes in order. */
  public static void say(Connection caller, String sentence) {
    try (var _ = Deadline.after(SENTENCE_TIME_MAX)) {
      caller.write(ByteBuffer.wrap(sentence.getBytes(StandardCharsets.UTF_8)));
      LingeringClose.from(caller);
    } catch (IOException gone) {
      caller.abort();
    }
  }
}
