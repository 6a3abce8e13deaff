package switchboard.engine.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.Log;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EventLoop;

/**
 * One selector and the sockets that it watches for those who wait. Any thread asks; one looks, a
 * {@link Poller} or an event loop, and tells the sockets what it has found. An interest that fires
 * with nobody waiting is disarmed, by that thread alone.
 */
final class Selection implements EventLoop.Source {
  private static final Log LOG = Log.named("switchboard.engine.nio");

  private final Selector selector;
  private final ConcurrentLinkedQueue<Polled> requests = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<CompletableFuture<Void>> settling =
      new ConcurrentLinkedQueue<>();

  /** Who looks, while he does. */
  private volatile @Nullable Thread looking;

  /** Whether he is, or is about to be, asleep in select: then he must be woken. */
  private volatile boolean sleeping;

  private volatile boolean closed;

  /** Counts the looks at the selector; written by who looks, before each. */
  private volatile long looks;

  Selection() throws SystemError {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new SystemError(
          SystemError.Kind.OUT_OF_DESCRIPTORS, "a selector can't be opened: " + e);
    }
  }

  /** How often the selector has been looked at, the look that goes on now included. */
  long looks() {
    return looks;
  }

  /** Asks for a look at what {@code polled} wants now. Any thread. */
  void request(Polled polled) {
    requests.add(polled);
    wakeIfAsleep();
    if (closed) {
      closeQuietly(polled);
    }
  }

  /**
   * Lets the selector drop the keys of channels that were closed, which frees their descriptors.
   */
  void wakeIfAsleep() {
    if (sleeping) {
      selector.wakeup();
    }
  }

  @Override
  public void wake() {
    selector.wakeup();
  }

  /** Waits until everything was looked at once more. */
  void settle() {
    if (Thread.currentThread() == looking) {
      return;
    }
    var looked = new CompletableFuture<Void>();
    settling.add(looked);
    wakeIfAsleep();
    if (closed) {
      finishSettling(drainSettling()); // nobody else might
    }
    looked.join();
  }

  @Override
  public void look(boolean wait) {
    try {
      boolean _ = lookOnce(wait);
    } catch (IOException e) {
      throw new UncheckedIOException("a selector has failed", e);
    }
  }

  /** Does what was asked for and looks once; whether there was anything to do. */
  boolean lookOnce(boolean wait) throws IOException {
    looking = Thread.currentThread();
    sleeping = wait;
    try {
      var waiting = drainSettling(); // before the requests: who settles has made his before
      boolean asked = serveRequests() || !waiting.isEmpty();
      countLook();
      // Who asks from now on sees that we sleep, and a selector that was woken does not.
      int told = wait && !asked ? selector.select(this::fired) : selector.selectNow(this::fired);
      finishSettling(waiting);
      return asked || told > 0;
    } finally {
      sleeping = false;
      looking = null;
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread writes it
  private void countLook() {
    looks++;
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

  /** Closes what it knows, and whoever comes late; nobody looks any more. */
  @Override
  public void close() {
    closed = true;
    try {
      selector.keys().forEach(key -> closeQuietly((Polled) key.attachment()));
      selector.close();
    } catch (IOException | RuntimeException e) {
      LOG.write(Level.DEBUG, e, "while closing a selector");
    }
    requests.forEach(Selection::closeQuietly);
    finishSettling(drainSettling());
  }

  private static void closeQuietly(Polled polled) {
    try {
      polled.close();
    } catch (IOException | RuntimeException | Error e) { // the others are to be closed all the same
      LOG.write(Level.DEBUG, e, "while closing a channel");
    }
  }
}
