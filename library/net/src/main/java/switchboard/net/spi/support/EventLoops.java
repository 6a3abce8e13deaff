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

  private volatile List<Member<S>> members = List.of();
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

  private record Member<S>(EventLoop loop, S source) {}

  /** No loops yet; each will look at what {@code opening} gives. */
  public EventLoops(Opening<S> opening) {
    this.opening = opening;
  }

  /** What the loop looks at on which the calling thread runs; null if that is none of these. */
  public @Nullable S ofThisThread() {
    EventLoop current = members.isEmpty() ? null : EventLoop.current();
    if (current != null) {
      for (Member<S> member : members) {
        if (member.loop == current) {
          return member.source;
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
    List<Member<S>> there = members.isEmpty() ? opened() : members;
    return there.isEmpty()
        ? null
        : there.get(Math.floorMod(next.getAndIncrement(), there.size())).loop.threads();
  }

  /** Those that run. */
  public List<EventLoop> running() {
    return members.stream().map(Member::loop).toList();
  }

  private synchronized List<Member<S>> opened() {
    if (members.isEmpty() && !closed) {
      var made = new ArrayList<Member<S>>();
      try {
        for (int i = 0; i < CORES; i++) {
          S source = opening.open();
          made.add(new Member<>(new EventLoop("switchboard-loop-" + i, source), source));
        }
      } catch (SystemError noDescriptor) {
        made.forEach(member -> member.source.close());
        return List.of();
      }
      made.forEach(member -> member.loop.start());
      members = List.copyOf(made);
    }
    return members;
  }

  /** Closes the sockets that they know, and ends them. */
  @Override
  public void close() {
    List<Member<S>> last;
    synchronized (this) {
      closed = true;
      last = members;
    }
    last.forEach(member -> member.loop.close());
  }
}
