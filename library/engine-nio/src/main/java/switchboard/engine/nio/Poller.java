package switchboard.engine.nio;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import switchboard.net.internal.Log;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.TimeSlice;

/**
 * Watches the sockets of those who run on no loop, on one virtual thread.
 *
 * <p>A virtual thread, because a thread that is woken by one runs on the same carrier without a
 * signal to another core; and because the JDK parks a virtual thread in {@code select} instead of
 * pinning it. After it has woken somebody the poller yields, so that they read what has come before
 * it looks again. That is why an interest may stay armed although selectors are level-triggered: in
 * the usual ping-pong a wait costs no system call at all.
 */
final class Poller implements Runnable {
  private static final Log LOG = Log.named("switchboard.engine.nio");

  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

  private final Selection selection = new Selection();
  private final Thread thread;
  private volatile boolean closing;

  Poller(String name) throws SystemError {
    this.thread = Thread.ofVirtual().name(name).unstarted(this);
  }

  Selection selection() {
    return selection;
  }

  void start() {
    thread.start();
  }

  /** Closes every socket that it knows, and ends. */
  void close() {
    closing = true;
    selection.wake();
    try {
      if (Thread.currentThread() != thread) {
        thread.join(CLOSED_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ends all the same
    }
  }

  @Override
  public void run() {
    var budget = new TimeSlice();
    try {
      while (!closing) {
        boolean busy = selection.lookOnce(false);
        letOthersRun();
        // Those whom it wakes run before whatever was queued elsewhere, and so does it itself.
        budget.spend(0);
        if (!busy && !selection.lookOnce(false) && !closing) {
          selection.look(true);
          budget.renew();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "the poller {} has failed; its sockets close", thread.getName());
    } finally {
      selection.close(); // nobody must wait for a poller that is gone
    }
  }

  /** Those who were woken read what has come; and who is runnable may have something for us. */
  @SuppressWarnings("ThreadPriorityCheck") // a wrong guess costs a system call, never correctness
  private static void letOthersRun() {
    Thread.yield();
  }
}
