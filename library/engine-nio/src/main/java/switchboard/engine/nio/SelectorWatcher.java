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
 * One selector and the channels that it watches for waiting threads. If the selector reports an
 * interest for which no thread waits, the polling thread disarms the interest.
 */
final class SelectorWatcher implements Watcher {
  private static final Log LOG = Log.named("switchboard.engine.nio");

  private final Selector selector;
  private final ConcurrentLinkedQueue<NioSocket> requests = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<CompletableFuture<Void>> settling =
      new ConcurrentLinkedQueue<>();

  /** The thread that is polling now; null between polls. */
  private volatile @Nullable Thread looking;

  /**
   * Whether the polling thread is blocked in select or about to block, so that it must be woken.
   */
  private volatile boolean sleeping;

  private volatile boolean closed;

  /** The number of polls; incremented by the polling thread before each poll. */
  private volatile long looks;

  SelectorWatcher() throws SystemError {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new SystemError(SystemError.Kind.OUT_OF_DESCRIPTORS, "cannot open a selector: " + e);
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

  /**
   * Asks the polling thread to register the interests of {@code socket}. Any thread may call this.
   */
  void request(NioSocket socket) {
    requests.add(socket);
    wakeIfAsleep();
    if (closed) {
      closeQuietly(socket);
    }
  }

  /**
   * Wakes the polling thread if it is blocked in select. When the thread wakes, the selector
   * removes the keys of closed channels and thereby closes their descriptors.
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
      finishSettling(drainSettling()); // the polling thread may have ended already
    }
    looked.join();
  }

  @Override
  public void look(boolean wait) {
    try {
      boolean _ = lookOnce(wait);
    } catch (IOException e) {
      throw new UncheckedIOException("selector failed", e);
    }
  }

  /** Handles the requests and polls once. Returns whether there was a request or an event. */
  boolean lookOnce(boolean wait) throws IOException {
    looking = Thread.currentThread();
    sleeping = wait;
    try {
      // this step comes first, because the requests of a settling thread are older
      var waiting = drainSettling();
      boolean requested = serveRequests() || !waiting.isEmpty();
      countLook();
      // From here until the poll has returned, a request wakes the selector. A wake-up before
      // select makes select return immediately.
      int found =
          wait && !requested ? selector.select(this::fired) : selector.selectNow(this::fired);
      finishSettling(waiting);
      return requested || found > 0;
    } finally {
      sleeping = false;
      looking = null;
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the polling thread writes it
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
        socket.wakeAll(); // the woken threads find the channel closed
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

  /** Closes all registered sockets. Sockets that are registered later are closed, too. */
  @Override
  public void close() {
    closed = true;
    try {
      selector.keys().forEach(key -> closeQuietly((NioSocket) key.attachment()));
      selector.close();
    } catch (IOException | RuntimeException e) {
      LOG.write(Level.DEBUG, e, "failed to close a selector");
    }
    requests.forEach(SelectorWatcher::closeQuietly);
    finishSettling(drainSettling());
  }

  private static void closeQuietly(NioSocket socket) {
    try {
      socket.close();
    } catch (IOException | RuntimeException | Error e) { // the other sockets must be closed, too
      LOG.write(Level.DEBUG, e, "failed to close a channel");
    }
  }
}
