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
import switchboard.net.spi.support.Watcher;

/**
 * One selector and the channels that it watches for those who wait. An interest that fires with
 * nobody waiting is disarmed, by the thread that looks.
 */
final class SelectorWatcher implements Watcher {
  private static final Log LOG = Log.named("switchboard.engine.nio");

  private final Selector selector;
  private final ConcurrentLinkedQueue<NioSocket> requests = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<CompletableFuture<Void>> settling =
      new ConcurrentLinkedQueue<>();

  /** The thread that looks, while it does. */
  private volatile @Nullable Thread looking;

  /** Whether it is, or is about to be, asleep in select: then it must be woken. */
  private volatile boolean sleeping;

  private volatile boolean closed;

  /** Counts the looks; written by the thread that looks, before each. */
  private volatile long looks;

  SelectorWatcher() throws SystemError {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new SystemError(
          SystemError.Kind.OUT_OF_DESCRIPTORS, "a selector can't be opened: " + e);
    }
  }

  @Override
  public boolean isEdgeTriggered() {
    return false;
  }

  @Override
  public long looks() {
    return looks;
  }

  /** Asks for a look at what {@code socket} wants now. Any thread. */
  void request(NioSocket socket) {
    requests.add(socket);
    wakeIfAsleep();
    if (closed) {
      closeQuietly(socket);
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

  @Override
  public void settle() {
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

  /** Serves the requests and looks once. Returns whether there was anything to do. */
  boolean lookOnce(boolean wait) throws IOException {
    looking = Thread.currentThread();
    sleeping = wait;
    try {
      var waiting =
          drainSettling(); // before the requests: those of a thread that settles are older
      boolean asked = serveRequests() || !waiting.isEmpty();
      countLook();
      // Requests from now on wake the selector, and one that was woken does not sleep.
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
    for (NioSocket socket = requests.poll(); socket != null; socket = requests.poll()) {
      any = true;
      try {
        socket.register(selector);
      } catch (CancelledKeyException | ClosedChannelException gone) {
        socket.wakeAll(); // they find out by themselves
      }
    }
    return any;
  }

  private void fired(SelectionKey key) {
    if (key.attachment() instanceof NioSocket socket) {
      try {
        socket.fired(key);
      } catch (CancelledKeyException gone) {
        socket.wakeAll();
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

  /** Closes the sockets that it knows, and those that come later. */
  @Override
  public void close() {
    closed = true;
    try {
      selector.keys().forEach(key -> closeQuietly((NioSocket) key.attachment()));
      selector.close();
    } catch (IOException | RuntimeException e) {
      LOG.write(Level.DEBUG, e, "while closing a selector");
    }
    requests.forEach(SelectorWatcher::closeQuietly);
    finishSettling(drainSettling());
  }

  private static void closeQuietly(NioSocket socket) {
    try {
      socket.close();
    } catch (IOException | RuntimeException | Error e) { // the others are to be closed all the same
      LOG.write(Level.DEBUG, e, "while closing a channel");
    }
  }
}
