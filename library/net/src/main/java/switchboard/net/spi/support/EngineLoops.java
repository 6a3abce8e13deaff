package switchboard.net.spi.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;

/**
 * Everything of an engine that watches sockets: event loops, one for each core, and pollers for
 * threads that run on no loop. Each is started when it is first needed. Any thread.
 *
 * @param <W> the engine's kind of watcher
 */
public final class EngineLoops<W extends Watcher> implements AutoCloseable {
  private static final int CORES_PER_POLLER = 4;

  private final List<Poller<W>> pollers = new ArrayList<>();
  private final EventLoops<W> loops;
  private final AtomicInteger next = new AtomicInteger();
  private volatile boolean polling;

  /** How an engine creates its pollers. */
  public interface Pollers<W extends Watcher> {

    /** Creates one over {@code watcher}, whose threads have this name. */
    Poller<W> create(String name, W watcher);
  }

  /**
   * Opens the watchers of the pollers; those of event loops are opened later.
   *
   * @throws SystemError when there is no descriptor for one
   */
  public EngineLoops(EventLoops.Opening<W> watchers, Pollers<W> pollers) throws SystemError {
    this.loops = new EventLoops<>(watchers);
    int cores = Runtime.getRuntime().availableProcessors();
    boolean opened = false;
    try {
      for (int i = 0; i < Math.ceilDiv(cores, CORES_PER_POLLER); i++) {
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
    W own = loops.ofThisThread();
    if (own != null) {
      return own;
    }
    if (!polling) {
      startPollers(); // a program that never waits needs no threads for it
    }
    return pollers.get(Math.floorMod(next.getAndIncrement(), pollers.size())).watcher();
  }

  /** Starts the pollers before somebody waits; a second time does nothing. */
  public void startPollers() {
    pollers.forEach(Poller::start);
    polling = true;
  }

  /** Returns a builder as {@link switchboard.net.spi.Engine#eventLoopThread} says. */
  public Thread.Builder.@Nullable OfVirtual eventLoopThread() {
    return loops.thread();
  }

  /** Returns the event loops that run. */
  public List<EventLoop> running() {
    return loops.running();
  }

  /** Closes all sockets that are watched, and ends the threads. */
  @Override
  public void close() {
    pollers.forEach(Poller::close);
    loops.close();
  }
}
