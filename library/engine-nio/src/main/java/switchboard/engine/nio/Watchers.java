package switchboard.engine.nio;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EventLoop;
import switchboard.net.spi.support.EventLoops;

/** Who watches the sockets of an engine: its loops, one a core, and its pollers. Any thread. */
final class Watchers implements AutoCloseable {
  private static final int CORES_PER_POLLER = 4;

  private final List<Poller> pollers = new ArrayList<>();
  private final EventLoops<Selection> loops = new EventLoops<>(Selection::new);
  private final AtomicInteger next = new AtomicInteger();

  Watchers() throws SystemError {
    int cores = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < Math.ceilDiv(cores, CORES_PER_POLLER); i++) {
      pollers.add(new Poller("switchboard-poller-" + i));
    }
    pollers.forEach(Poller::start);
  }

  /** The selection of the loop that the thread runs on, or else that of one of the pollers. */
  Selection forThisThread() {
    Selection own = loops.ofThisThread();
    return own != null
        ? own
        : pollers.get(Math.floorMod(next.getAndIncrement(), pollers.size())).selection();
  }

  Thread.Builder.@Nullable OfVirtual loopThread() {
    return loops.thread();
  }

  List<EventLoop> running() {
    return loops.running();
  }

  @Override
  public void close() {
    pollers.forEach(Poller::close);
    loops.close();
  }
}
