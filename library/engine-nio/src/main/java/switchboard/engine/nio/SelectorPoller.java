package switchboard.engine.nio;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import switchboard.net.internal.Log;
import switchboard.net.spi.support.Poller;
import switchboard.net.spi.support.TimeSlice;

/**
 * One virtual thread that looks at one selector.
 *
 * <p>A virtual thread, because a thread that is woken by one runs on the same carrier without a
 * signal to another core; and because the JDK parks a virtual thread in {@code select} instead of
 * pinning it. After it has woken somebody the poller yields, so that they read what has come before
 * it looks again. That is why an interest may stay armed although selectors are level-triggered: in
 * the usual ping-pong a wait costs no system call at all.
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
        // The threads that it wakes run before those queued elsewhere, and so does it itself.
        budget.spend(0);
        if (!busy && !watcher().lookOnce(false) && !isClosing()) {
          watcher().look(true);
          budget.renew();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "the poller {} has failed; its sockets close", thread.getName());
    } finally {
      watcher().close(); // so that nobody waits for a poller that has ended
    }
  }
}
