package switchboard.engine.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EventLoop;
import switchboard.net.spi.support.EventLoops;

/** Who watches the sockets of an engine: its loops, one a core, and its pollers. Any thread. */
final class Loops implements Watchers, AutoCloseable {
  private static final int CORES_PER_POLLER = 4;

  private final List<Poller> pollers = new ArrayList<>();
  private final EventLoops<Source> loops;
  private final AtomicInteger next = new AtomicInteger();
  private volatile boolean polling;

  /** An epoll as a loop needs it. */
  private record Source(Epoll epoll) implements EventLoop.Source {
    @Override
    public void look(boolean wait) {
      epoll.poll(wait ? -1 : 0);
    }

    @Override
    public void wake() {
      epoll.wake();
    }

    @Override
    public void close() {
      epoll.close();
    }
  }

  Loops(Kernel kernel) throws SystemError {
    this.loops = new EventLoops<>(() -> new Source(new Epoll(kernel)));
    int cores = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < Math.ceilDiv(cores, CORES_PER_POLLER); i++) {
      pollers.add(new Poller(kernel, "switchboard-poller-" + i));
    }
  }

  @Override
  public Epoll forThisThread() {
    Source own = loops.ofThisThread();
    if (own != null) {
      return own.epoll;
    }
    if (!polling) {
      pollers.forEach(Poller::start); // a program that waits for nobody needs no threads for it
      polling = true;
    }
    return pollers.get(Math.floorMod(next.getAndIncrement(), pollers.size())).epoll();
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
