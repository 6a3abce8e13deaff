package switchboard.net.spi.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;

/**
 * The event loops and pollers of one engine. The event loops, one for each core, are created when
 * {@link #eventLoopThread} is called for the first time. The pollers serve the threads that do not
 * run on an event loop. The pollers start when such a thread waits for the first time. Safe for use
 * by multiple threads.
 *
 * @param <W> the engine's implementation of {@link Watcher}
 * @since 0.1.0
 */
public final class EngineLoops<W extends Watcher> implements AutoCloseable {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int CORES_PER_POLLER = 4;

  private final Watchers<W> watchers;
  private final List<Poller<W>> pollers = new ArrayList<>();
  private final AtomicInteger nextPoller = new AtomicInteger();
  private final AtomicInteger nextLoop = new AtomicInteger();
  private volatile boolean polling;
  private volatile List<WatchingLoop<W>> loops = List.of();
  private boolean closed; // guarded by this

  /**
   * A factory of the engine's watchers.
   *
   * @param <W> the engine's implementation of {@link Watcher}
   */
  public interface Watchers<W extends Watcher> {

    /**
     * Opens a watcher.
     *
     * @return a new watcher, which the caller closes
     * @throws SystemError if no file descriptor is free
     */
    W open() throws SystemError;
  }

  /**
   * A factory of the engine's pollers.
   *
   * @param <W> the engine's implementation of {@link Watcher}
   */
  public interface Pollers<W extends Watcher> {

    /**
     * Creates a poller without starting it.
     *
     * @param name the name of the poller's threads
     * @param watcher the watcher to poll; the poller closes it
     * @return the poller
     */
    Poller<W> create(String name, W watcher);
  }

  private record WatchingLoop<W extends Watcher>(EventLoop loop, W watcher) {}

  /**
   * Creates the pollers and opens their watchers. The watchers of event loops are opened later.
   *
   * @param watchers opens the watchers of pollers and event loops
   * @param pollers creates the pollers
   * @throws SystemError if no file descriptor is free
   */
  public EngineLoops(Watchers<W> watchers, Pollers<W> pollers) throws SystemError {
    this.watchers = watchers;
    boolean opened = false;
    try {
      for (int i = 0; i < Math.ceilDiv(CORES, CORES_PER_POLLER); i++) {
        this.pollers.add(pollers.create("switchboard-poller-" + i, watchers.open()));
      }
      opened = true;
    } finally {
      if (!opened) {
        this.pollers.forEach(Poller::close);
      }
    }
  }

  /**
   * Returns the watcher of the event loop on which the calling thread runs. If the thread does not
   * run on an event loop, returns the watcher of a poller.
   */
  W watcherForThisThread() {
    EventLoop current = loops.isEmpty() ? null : EventLoop.current();
    if (current != null) {
      for (WatchingLoop<W> each : loops) {
        if (each.loop == current) {
          return each.watcher;
        }
      }
    }
    if (!polling) {
      startPollers(); // a program that never waits does not need poller threads
    }
    return pollers.get(Math.floorMod(nextPoller.getAndIncrement(), pollers.size())).watcher();
  }

  /** Starts the pollers now instead of at the first wait. A second call does nothing. */
  public void startPollers() {
    pollers.forEach(Poller::start);
    polling = true;
  }

  /**
   * Returns a builder of virtual threads that run on the next event loop, as {@link
   * switchboard.net.spi.Engine#eventLoopThread} specifies.
   *
   * @return the builder; null if event loops are not available ({@link
   *     EventLoopThreads#unavailableReason}), if {@link #close} has been called, or if no file
   *     descriptor is free
   */
  public Thread.Builder.@Nullable OfVirtual eventLoopThread() {
    if (EventLoopThreads.unavailableReason() != null) {
      return null;
    }
    List<WatchingLoop<W>> all = loops.isEmpty() ? opened() : loops;
    return all.isEmpty()
        ? null
        : all.get(Math.floorMod(nextLoop.getAndIncrement(), all.size())).loop.threads();
  }

  private synchronized List<WatchingLoop<W>> opened() {
    if (loops.isEmpty() && !closed) {
      var made = new ArrayList<WatchingLoop<W>>();
      try {
        for (int i = 0; i < CORES; i++) {
          W watcher = watchers.open();
          made.add(new WatchingLoop<>(new EventLoop("switchboard-loop-" + i, watcher), watcher));
        }
      } catch (SystemError noDescriptor) {
        made.forEach(each -> each.watcher.close());
        return List.of();
      }
      made.forEach(each -> each.loop.start());
      loops = List.copyOf(made);
    }
    return loops;
  }

  /**
   * {@return the event loops that are running; empty until {@link #eventLoopThread} is called for
   * the first time}
   */
  public List<EventLoop> running() {
    return loops.stream().map(WatchingLoop::loop).toList();
  }

  /** Closes all registered sockets and stops the threads of the pollers and event loops. */
  @Override
  public void close() {
    List<WatchingLoop<W>> opened;
    synchronized (this) {
      closed = true;
      opened = loops;
    }
    pollers.forEach(Poller::close);
    opened.forEach(each -> each.loop.close());
  }
}
