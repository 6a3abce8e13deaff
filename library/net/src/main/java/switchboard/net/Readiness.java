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
 * The result of {@link #select}: the sockets that are ready. With {@code select}, one thread waits
 * for many sockets, as with {@code select(2)}. The sockets may be of different kinds and engines.
 *
 * <pre>{@code
 * var readers = List.of(listener, connection);
 * Readiness ready = Readiness.select(readers, List.of(), Duration.ofSeconds(1));
 * if (ready.readable().contains(listener)) {
 *   Connection accepted = listener.tryAccept(); // null if another thread was faster
 * }
 * }</pre>
 *
 * <p>Most programs do not need this: a virtual thread for each connection does the same.
 *
 * @param readable sockets on which {@code tryRead}, {@code tryAccept} or {@code tryReceive} has a
 *     result, EOF and errors included
 * @param writable sockets on which {@code tryWrite}, {@code trySend} or {@code finishConnect} has a
 *     result, errors included
 * @param broken sockets that this side has closed, or whose connect has failed
 * @since 0.1.0
 */
public record Readiness(
    List<Selectable> readable, List<Selectable> writable, List<Selectable> broken) {

  /**
   * Returns the readable, then the writable, then the broken sockets.
   *
   * @return a new list; a socket that is both readable and writable is in it twice
   */
  public List<Selectable> all() {
    var all = new ArrayList<>(readable);
    all.addAll(writable);
    all.addAll(broken);
    return all;
  }

  /** {@return whether no socket is ready, which means that the timeout has passed} */
  public boolean isEmpty() {
    return readable.isEmpty() && writable.isEmpty() && broken.isEmpty();
  }

  /**
   * Blocks until at least one socket is ready, or until {@code limit} has passed. This method only
   * asks the kernel: bytes in the buffer of a {@link Source} do not make its socket ready, so check
   * {@link Source#buffered} first. Several threads may wait for the same socket.
   *
   * @param readers sockets to wait for with {@link Interest#READ}
   * @param writers sockets to wait for with {@link Interest#WRITE}; a socket may be in both
   *     collections
   * @param limit the timeout; if zero or negative, this checks once and does not wait
   * @return the sockets that are ready; empty if the timeout passed first
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException only as one of these two exceptions
   */
  public static Readiness select(
      Collection<? extends Selectable> readers,
      Collection<? extends Selectable> writers,
      Duration limit)
      throws IOException {
    return new Round(readers, writers).await(limit);
  }

  /**
   * Blocks until at least one socket is ready, without a timeout; see {@link #select(Collection,
   * Collection, Duration)}.
   *
   * @param readers sockets to wait for with {@link Interest#READ}
   * @param writers sockets to wait for with {@link Interest#WRITE}; a socket may be in both
   *     collections
   * @return the sockets that are ready; at least one
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException only as one of these two exceptions
   */
  public static Readiness select(
      Collection<? extends Selectable> readers, Collection<? extends Selectable> writers)
      throws IOException {
    return select(readers, writers, Duration.ofNanos(Long.MAX_VALUE));
  }

  /**
   * One call of select: registers with every socket, waits for the first callback, and cancels the
   * registrations.
   */
  private static final class Round {
    private final Thread caller = Thread.currentThread();
    private final ConcurrentLinkedQueue<Found> found = new ConcurrentLinkedQueue<>();
    private final List<Selectable.Registration> registrations = new ArrayList<>();
    private final List<Selectable> brokenAlready = new ArrayList<>();

    private record Found(Selectable socket, Interest interest) {}

    Round(Collection<? extends Selectable> readers, Collection<? extends Selectable> writers) {
      readers.forEach(socket -> register(socket, Interest.READ));
      writers.forEach(socket -> register(socket, Interest.WRITE));
    }

    private void register(Selectable socket, Interest interest) {
      if (socket.isBroken()) {
        if (!brokenAlready.contains(socket)) {
          brokenAlready.add(socket);
        }
        return;
      }
      var one = new Found(socket, interest);
      registrations.add(
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
          registrations.forEach(Selectable.Registration::settle);
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
        registrations.forEach(Selectable.Registration::cancel);
      }
    }

    /** Limits the timeout to about 146 years, so that adding it to a time does not overflow. */
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
