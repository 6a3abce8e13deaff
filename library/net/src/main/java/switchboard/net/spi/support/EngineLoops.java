package switchboard.net.spi.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;

/**
 * Everything of an engine that watches sockets: event loops, one for each core, from when somebody
 * first asks for a thread on one; and pollers for the threads that run on no loop, from when one of
 * these first waits. Any thread.
 *
 * @param <W> the engine's kind of watcher
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

  /** How an engine opens its watchers. */
  public interface Watchers<W extends Watcher> {

    /**
     * Opens one.
     *
     * @throws SystemError when there is no descriptor for it
     */
    W open() throws SystemError;
  }

  /** How an engine creates its pollers. */
  public interface Pollers<W extends Watcher> {

    /** Creates one over {@code watcher}, whose threads have this name. */
    Poller<W> create(String name, W watcher);
  }

  private record WatchingLoop<W extends Watcher>(EventLoop loop, W watcher) {}

  /**
   * Opens the watchers of the pollers; those of event loops are opened later.
   *
   * @throws SystemError when there is no descriptor for one
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

  /** Returns the watcher of the loop that the calling thread runs on, or else of a poller. */
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
      startPollers(); // a program that never waits needs no threads for it
    }
    return pollers.get(Math.floorMod(nextPoller.getAndIncrement(), pollers.size())).watcher();
  }

  /** Starts the pollers before somebody waits; a second time does nothing. */
  public void startPollers() {
    pollers.forEach(Poller::start);
    polling = true;
  }

  /** Returns a builder as {@link switchboard.net.spi.Engine#eventLoopThread} says. */
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

  /** Returns the event loops that run. */
  public List<EventLoop> running() {
    return loops.stream().map(WatchingLoop::loop).toList();
  }

  /** Closes all sockets that are watched, and ends the threads. */
  @Override
  public void close() {
    List<WatchingLoop<W>> last;
    synchronized (this) {
      closed = true;
      last = loops;
    }
    pollers.forEach(Poller::close);
    last.forEach(each -> each.loop.close());
  }
}
