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
 * <p>A virtual thread has two advantages. First, a thread that the poller wakes runs on the same
 * carrier thread, without a signal to another core. Second, the JDK parks a virtual thread in
 * {@code select} instead of pinning its carrier. After waking threads, the poller yields, so that
 * these threads read before the next poll. Therefore the selector can continue to watch a channel
 * for an operation after it has reported the channel, although selectors are level-triggered. As a
 * result, waiting needs no system call in a typical request-response exchange.
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
        // The scheduler runs this thread, and the threads that it wakes, before threads in other
        // queues.
        budget.spend(0);
        if (!busy && !watcher().lookOnce(false) && !isClosing()) {
          watcher().look(true);
          budget.renew();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "poller {} failed; closing its sockets", thread.getName());
    } finally {
      watcher().close(); // no thread must wait for a poller that has ended
    }
  }
}
