package switchboard.engine.nio;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import switchboard.net.internal.Log;
import switchboard.net.spi.support.Poller;
import switchboard.net.spi.support.TimeSlice;

/**
 * Polls one selector with one virtual thread.
 *
 * <p>It is a virtual thread for two reasons: a thread that it wakes runs on the same carrier,
 * without a signal to another core; and the JDK parks a virtual thread in {@code select} instead of
 * pinning it. After waking threads, the poller yields, so that they read before it polls again.
 * Therefore an interest may stay armed although selectors are level-triggered, and in a typical
 * request-response exchange waiting needs no system call.
 */
final class SelectorPoller extends Poller<SelectorWatcher> {
  private static final Log LOG = Log.named("switchboard.engine.nio");

  private final Thread thread;

  SelectorPoller(String name, SelectorWatcher watcher) {
    super(watcher);
    this.thread = Thread.ofVirtual().name(name).unstarted(this::work);
  }

  @Override
  protected List<Thread> threads() {
    return List.of(thread);
  }

  private void work() {
    var budget = new TimeSlice();
    try {
      while (!isClosing()) {
        boolean busy = watcher().lookOnce(false);
        letOthersRun();
        // The threads that this thread wakes, and this thread itself, run before those queued from
        // elsewhere.
        budget.spend(0);
        if (!busy && !watcher().lookOnce(false) && !isClosing()) {
          watcher().look(true);
          budget.renew();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "poller {} failed; closing its sockets", thread.getName());
    } finally {
      watcher().close(); // no thread may wait for a poller that has ended
    }
  }
}
