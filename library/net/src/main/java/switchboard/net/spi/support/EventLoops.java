package switchboard.net.spi.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;

/**
 * The loops of an engine, one a core, from when somebody first asks for a thread on one. For
 * engines; any thread.
 *
 * @param <S> what each of them looks at
 */
public final class EventLoops<S extends EventLoop.Source> implements AutoCloseable {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final Opening<S> opening;
  private final AtomicInteger next = new AtomicInteger();

  private volatile List<Seat<S>> seats = List.of();
  private boolean closed; // guarded by this

  /** Opens what a loop looks at. */
  public interface Opening<S> {

    /**
     * Opens one.
     *
     * @throws SystemError when there is no descriptor for it
     */
    S open() throws SystemError;
  }

  private record Seat<S>(EventLoop loop, S source) {}

  /** No loops yet; each will look at what {@code opening} gives. */
  public EventLoops(Opening<S> opening) {
    this.opening = opening;
  }

  /** What the loop looks at on which the calling thread runs; null if that is none of these. */
  public @Nullable S ofThisThread() {
    EventLoop current = seats.isEmpty() ? null : EventLoop.current();
    if (current != null) {
      for (Seat<S> seat : seats) {
        if (seat.loop == current) {
          return seat.source;
        }
      }
    }
    return null;
  }

  /** Builds threads on the loop whose turn it is; null where the JVM does not let us. */
  public Thread.Builder.@Nullable OfVirtual thread() {
    if (EventLoopThreads.unavailableReason() != null) {
      return null;
    }
    List<Seat<S>> there = seats.isEmpty() ? opened() : seats;
    return there.isEmpty()
        ? null
        : there.get(Math.floorMod(next.getAndIncrement(), there.size())).loop.threads();
  }

  /** Those that run. */
  public List<EventLoop> running() {
    return seats.stream().map(Seat::loop).toList();
  }

  private synchronized List<Seat<S>> opened() {
    if (seats.isEmpty() && !closed) {
      var made = new ArrayList<Seat<S>>();
      try {
        for (int i = 0; i < CORES; i++) {
          S source = opening.open();
          made.add(new Seat<>(new EventLoop("switchboard-loop-" + i, source), source));
        }
      } catch (SystemError noDescriptor) {
        made.forEach(seat -> seat.source.close());
        return List.of();
      }
      made.forEach(seat -> seat.loop.start());
      seats = List.copyOf(made);
    }
    return seats;
  }

  /** Closes the sockets that they know, and ends them. */
  @Override
  public void close() {
    List<Seat<S>> last;
    synchronized (this) {
      closed = true;
      last = seats;
    }
    last.forEach(seat -> seat.loop.close());
  }
}
