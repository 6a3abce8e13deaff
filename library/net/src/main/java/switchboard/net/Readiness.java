package switchboard.net;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.spi.support.Waiting;

/**
 * What {@code select(2)} found: for those who want one thread and many sockets. Sockets of several
 * engines and kinds may be mixed, and one may stand in several collections.
 *
 * @param readable those whose {@code tryRead}, {@code tryAccept} or {@code tryReceive} gets
 *     somewhere, an end or an error included
 * @param writable those whose {@code tryWrite}, {@code trySend} or {@code finishConnect} does
 * @param broken those that are closed on this side or whose connect has failed
 */
public record Readiness(
    List<Selectable> readable, List<Selectable> writable, List<Selectable> broken) {

  /** Everything that is ready: readable, then writable, then broken; one may stand there twice. */
  public List<Selectable> all() {
    var all = new ArrayList<>(readable);
    all.addAll(writable);
    all.addAll(broken);
    return all;
  }

  /** Whether the time passed before anything was ready. */
  public boolean isEmpty() {
    return readable.isEmpty() && writable.isEmpty() && broken.isEmpty();
  }

  /**
   * Blocks until at least one socket can proceed, or the limit or a {@link Deadline} passes. Looks
   * at what the kernel has: bytes that a {@link Source} has already taken do not count.
   *
   * @param readers watched for {@link Interest#READ}
   * @param writers watched for {@link Interest#WRITE}
   * @param limit how long to wait; zero only looks
   * @return what is ready now; empty when the limit passed first
   * @throws DeadlineExceededException when a deadline of the thread passed before the limit did
   * @throws OperationInterruptedException when the thread is interrupted
   */
  public static Readiness select(
      Collection<? extends Selectable> readers,
      Collection<? extends Selectable> writers,
      Duration limit)
      throws IOException {
    return new Round(readers, writers).await(limit);
  }

  /** Like {@link #select(Collection, Collection, Duration)}, without a limit of its own. */
  public static Readiness select(
      Collection<? extends Selectable> readers, Collection<? extends Selectable> writers)
      throws IOException {
    return select(readers, writers, Duration.ofNanos(Long.MAX_VALUE));
  }

  /** One call of select: registers everywhere, waits for the first, takes the wishes back. */
  private static final class Round {
    private final Thread caller = Thread.currentThread();
    private final ConcurrentLinkedQueue<Found> found = new ConcurrentLinkedQueue<>();
    private final List<Selectable.Registration> watches = new ArrayList<>();
    private final List<Selectable> brokenAlready = new ArrayList<>();

    private record Found(Selectable socket, Interest interest) {}

    Round(Collection<? extends Selectable> readers, Collection<? extends Selectable> writers) {
      readers.forEach(socket -> watch(socket, Interest.READ));
      writers.forEach(socket -> watch(socket, Interest.WRITE));
    }

    private void watch(Selectable socket, Interest interest) {
      if (socket.isBroken()) {
        if (!brokenAlready.contains(socket)) {
          brokenAlready.add(socket);
        }
        return;
      }
      var one = new Found(socket, interest);
      watches.add(
          socket.onReady(
              interest,
              () -> {
                found.add(one);
                LockSupport.unpark(caller);
              }));
    }

    Readiness await(Duration limit) throws IOException {
      try {
        Waiting.check();
        if (limit.isZero() || limit.isNegative() || !brokenAlready.isEmpty()) {
          watches.forEach(Selectable.Registration::settle);
        } else {
          Ticker ticker = Ticker.current();
          long end = ticker.nanos() + nanos(limit);
          while (found.isEmpty()) {
            long left = end - ticker.nanos();
            if (left <= 0) {
              break;
            }
            Waiting.park(this, left);
          }
        }
        return collect();
      } finally {
        watches.forEach(Selectable.Registration::cancel);
      }
    }

    /** About 146 years is for ever. */
    private static long nanos(Duration limit) {
      Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
      return limit.compareTo(longest) < 0 ? limit.toNanos() : longest.toNanos();
    }

    private Readiness collect() {
      var readable = new ArrayList<Selectable>();
      var writable = new ArrayList<Selectable>();
      for (Found one : found) {
        if (one.socket.isBroken()) {
          if (!brokenAlready.contains(one.socket)) {
            brokenAlready.add(one.socket);
          }
        } else {
          (one.interest == Interest.READ ? readable : writable).add(one.socket);
        }
      }
      return new Readiness(readable, writable, brokenAlready);
    }
  }
}
