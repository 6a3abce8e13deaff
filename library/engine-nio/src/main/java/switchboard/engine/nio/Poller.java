package switchboard.engine.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Watches the sockets of those who wait, on one selector and one virtual thread.
 *
 * <p>A virtual thread, because a thread that is woken by one runs on the same carrier without a
 * signal to another core; and because the JDK parks a virtual thread in {@code select} instead of
 * pinning it. After it has woken somebody the poller yields, so that they read what has come before
 * it looks again. That is why an interest may stay armed although selectors are level-triggered: in
 * the usual ping-pong a wait costs no system call at all. An interest that fires with nobody
 * waiting is disarmed, by this thread alone.
 */
final class Poller implements Runnable {
  private static final System.Logger LOG = System.getLogger("switchboard.engine.nio");

  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

  private final Selector selector;
  private final ConcurrentLinkedQueue<Polled> requests = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<CompletableFuture<Void>> settling =
      new ConcurrentLinkedQueue<>();
  private final Thread thread;

  /** Whether the poller is, or is about to be, asleep in select: then it must be woken. */
  private volatile boolean sleeping;

  private volatile boolean closing;

  /** Counts the looks at the selector; written by the poller alone, before each. */
  private volatile long looks;

  Poller(String name) {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("a selector can't be opened", e);
    }
    this.thread = Thread.ofVirtual().name(name).unstarted(this);
  }

  /** How often the selector has been looked at, the look that goes on now included. */
  long looks() {
    return looks;
  }

  void start() {
    thread.start();
  }

  /** Asks the poller to look what {@code polled} wants now. Any thread. */
  void request(Polled polled) {
    requests.add(polled);
    wakeUp();
    if (closing) {
      closeQuietly(polled);
    }
  }

  /**
   * Lets the selector drop the keys of channels that were closed, which frees their descriptors.
   */
  void wakeUp() {
    if (sleeping) {
      selector.wakeup();
    }
  }

  /** Waits until the poller has looked at everything once more. */
  void settle() {
    if (Thread.currentThread() == thread) {
      return;
    }
    var looked = new CompletableFuture<Void>();
    settling.add(looked);
    wakeUp();
    if (closing) {
      finishSettling(drainSettling()); // nobody else might
    }
    looked.join();
  }

  /** Closes every socket that it knows, and ends. */
  void close() {
    closing = true;
    selector.wakeup();
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
    try {
      while (!closing) {
        boolean busy = round();
        letOthersRun();
        if (!busy && !round()) {
          sleep();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the poller " + thread.getName() + " has failed; its sockets close", e);
    } finally {
      end();
    }
  }

  /** Nobody must wait for a poller that is gone: what it knew is closed, and whoever comes late. */
  private void end() {
    closing = true;
    try {
      selector.keys().forEach(key -> closeQuietly((Polled) key.attachment()));
      selector.close();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "while closing a selector", e);
    }
    requests.forEach(Poller::closeQuietly);
    finishSettling(drainSettling());
  }

  private static void closeQuietly(Polled polled) {
    try {
      polled.close();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "while closing a channel", e);
    }
  }

  /** Those who were woken read what has come; and who is runnable may have something for us. */
  @SuppressWarnings("ThreadPriorityCheck") // a wrong guess costs a system call, never correctness
  private static void letOthersRun() {
    Thread.yield();
  }

  /** Does what was asked for and looks once without blocking; whether there was anything to do. */
  private boolean round() throws IOException {
    var waiting = drainSettling(); // before the requests: who settles has made his before
    boolean asked = serveRequests();
    countLook();
    boolean told = selector.selectNow(this::fired) > 0;
    finishSettling(waiting);
    return asked || told || !waiting.isEmpty();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
  private void countLook() {
    looks++;
  }

  private void sleep() throws IOException {
    sleeping = true;
    try {
      if (requests.isEmpty() && settling.isEmpty()) {
        countLook();
        selector.select(this::fired);
      }
    } finally {
      sleeping = false;
    }
  }

  private boolean serveRequests() {
    boolean any = false;
    for (Polled polled = requests.poll(); polled != null; polled = requests.poll()) {
      any = true;
      try {
        polled.arm(selector);
      } catch (CancelledKeyException | ClosedChannelException gone) {
        polled.wakeAll(); // they find out by themselves
      }
    }
    return any;
  }

  private void fired(SelectionKey key) {
    if (key.attachment() instanceof Polled polled) {
      try {
        polled.fired(key);
      } catch (CancelledKeyException gone) {
        polled.wakeAll();
      }
    }
  }

  private List<CompletableFuture<Void>> drainSettling() {
    var drained = new ArrayList<CompletableFuture<Void>>();
    for (var each = settling.poll(); each != null; each = settling.poll()) {
      drained.add(each);
    }
    return drained;
  }

  private static void finishSettling(List<CompletableFuture<Void>> waiting) {
    waiting.forEach(each -> each.complete(null));
  }
}
