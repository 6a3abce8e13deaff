package switchboard.engine.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.EventLoop;
import switchboard.net.spi.LoopThreads;
import switchboard.net.spi.SystemError;

/** Who watches the sockets of an engine: its loops, one a core, and its pollers. Any thread. */
final class Loops implements Watchers, AutoCloseable {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int CORES_PER_POLLER = 4;

  private final Kernel kernel;
  private final List<Poller> pollers = new ArrayList<>();

  /** Empty until somebody asks for a thread on one. */
  private volatile List<Seat> seats = List.of();

  private volatile boolean polling;
  private final AtomicInteger next = new AtomicInteger();
  private boolean closed; // guarded by this

  /** A loop and its epoll. */
  private record Seat(EventLoop loop, Epoll epoll) {}

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
    this.kernel = kernel;
    for (int i = 0; i < Math.ceilDiv(CORES, CORES_PER_POLLER); i++) {
      pollers.add(new Poller(kernel, "switchboard-poller-" + i));
    }
  }

  @Override
  public Epoll forThisThread() {
    EventLoop current = seats.isEmpty() ? null : EventLoop.current();
    if (current != null) {
      for (Seat seat : seats) {
        if (seat.loop == current) {
          return seat.epoll;
        }
      }
    }
    if (!polling) {
      pollers.forEach(Poller::start); // a program that waits for nobody needs no threads for it
      polling = true;
    }
    return pollers.get(turn(pollers.size())).epoll();
  }

  private int turn(int count) {
    return Math.floorMod(next.getAndIncrement(), count);
  }

  /** Builds threads on the loop whose turn it is; null where the JVM does not let us. */
  Thread.Builder.@Nullable OfVirtual loopThread() {
    if (LoopThreads.unavailableBecause() != null) {
      return null;
    }
    List<Seat> there = seats.isEmpty() ? opened() : seats;
    return there.isEmpty() ? null : there.get(turn(there.size())).loop.threads();
  }

  List<EventLoop> running() {
    return seats.stream().map(Seat::loop).toList();
  }

  private synchronized List<Seat> opened() {
    if (seats.isEmpty() && !closed) {
      var made = new ArrayList<Seat>();
      try {
        for (int i = 0; i < CORES; i++) {
          var epoll = new Epoll(kernel);
          made.add(new Seat(new EventLoop("switchboard-loop-" + i, new Source(epoll)), epoll));
        }
      } catch (SystemError noDescriptor) {
        made.forEach(seat -> seat.epoll.close());
        return List.of();
      }
      made.forEach(seat -> seat.loop.start());
      seats = List.copyOf(made);
    }
    return seats;
  }

  @Override
  public void close() {
    List<Seat> last;
    synchronized (this) {
      closed = true;
      last = seats;
    }
    pollers.forEach(Poller::close);
    last.forEach(seat -> seat.loop.close());
  }
}
