package switchboard.server;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Failure;
import switchboard.net.Ticker;
import switchboard.net.spi.support.Waiting;
import switchboard.server.internal.RelayDirection;

/**
 * Plugs two connections together: whatever one says goes to the other, both ways at once, and so
 * does each end of a stream. For proxies, for programs that talk over pipes, for whoever stands
 * between two peers. Set up and run by one thread; any thread may ask.
 *
 * <pre>{@code
 * try (var behind = network.connect("localhost:8080")) {
 *   Relay.between(caller, behind).run();
 * }
 * }</pre>
 *
 * <p>An end is carried on as an end: who has shut down its output still hears the other. Anything
 * else is carried on as a reset, so that a stream that was cut never looks like one that ended. It
 * owns neither connection, and a buffer only while there are bytes to pass on.
 */
public final class Relay {
  private final RelayDirection there;
  private final RelayDirection back;
  private final Ticker ticker = Ticker.current();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private long idleNanos = Long.MAX_VALUE;
  private volatile @Nullable Thread runner;

  private Relay(Connection one, Connection other) {
    if (one == other) {
      throw new IllegalArgumentException(one + " can't be plugged into itself");
    }
    this.there = new RelayDirection(this, ticker, one, other);
    this.back = new RelayDirection(this, ticker, other, one);
  }

  /** A relay between two connections, which nobody else reads or writes until it has ended. */
  public static Relay between(Connection one, Connection other) {
    return new Relay(one, other);
  }

  /** Fails with a {@link DeadlineExceededException} when nothing moves either way for so long. */
  public Relay idleTimeout(Duration time) {
    idleNanos = nanos(time);
    return this;
  }

  /**
   * Fails when {@code target} takes no more. Otherwise only the direction towards it ends then, and
   * who speaks on finds that nobody listens, where his kind of connection tells: a pipe and a Unix
   * socket do, TCP does not.
   */
  public Relay failOnWriteError(Connection target) {
    towards(target).setVital();
    return this;
  }

  /**
   * Runs {@code action} once the stream of {@code source} has ended in order; it must not block.
   */
  public Relay onDirectionClosed(Connection source, Runnable action) {
    from(source).setWhenEnded(action);
    return this;
  }

  /**
   * From now on the stream of {@code source} counts as ended once it has said nothing for {@code
   * silence}, while the other side would have listened. Any thread, also while the relay runs.
   *
   * @param silence zero: as soon as nothing is there
   */
  public void closeWhenIdle(Connection source, Duration silence) {
    from(source).endWhenSilent(nanos(silence));
    wake();
  }

  /**
   * Ends the direction towards {@code target} now, as if it took no more, whatever is on its way.
   * Any thread, also while the relay runs.
   */
  public void closeTowards(Connection target) {
    towards(target).stop();
  }

  /** How many bytes {@code target} has taken so far. */
  public long bytesWrittenTo(Connection target) {
    return towards(target).bytes();
  }

  /** Why {@code target} took no more although there was more for it; null if it took everything. */
  public @Nullable IOException writeFailure(Connection target) {
    return towards(target).loss();
  }

  /**
   * Passes on until both streams have ended. Deadlines of the calling thread hold for both
   * directions, and so does its interruption. Once only. The connections are left to their owners,
   * to be closed; after a failure both have been aborted.
   *
   * @throws switchboard.net.ConnectionLostException when one of them was reset or given up
   * @throws DeadlineExceededException when a deadline passed, or nothing moved for too long
   */
  public void run() throws IOException {
    if (runner != null) {
      throw new IllegalStateException("a relay runs once");
    }
    runner = Thread.currentThread();
    try {
      there.start();
      back.start();
      watch();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
    there.awaitEnd();
    back.awaitEnd();
    throwFailure();
  }

  /** Looks after the time, for those who are blocked reading and writing. */
  private void watch() throws IOException {
    while (failure.get() == null && !(there.isOver() && back.isOver())) {
      long now = ticker.nanos();
      long idle = Math.min(now - there.movedNanos(), now - back.movedNanos());
      if (idle >= idleNanos) {
        throw new DeadlineExceededException(silent(idleNanos));
      }
      long untilSilent = Math.min(there.lookForSilence(now), back.lookForSilence(now));
      long left = idleNanos == Long.MAX_VALUE ? Long.MAX_VALUE : idleNanos - idle;
      Waiting.park(this, Math.min(left, untilSilent));
    }
  }

  private Failure silent(long nanos) {
    String time = BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    return new Failure(
        "relay",
        named(there.source().remote()),
        named(there.target().remote()),
        "nothing has moved for " + time + " s");
  }

  /** Pipes and Unix clients have no name to tell. */
  private static @Nullable Address named(Address address) {
    return address.equals(new Address.Unix("")) ? null : address;
  }

  /** Ends both directions: neither peer shall take this for an end. The first reason stays. */
  public void fail(Throwable reason) {
    if (failure.compareAndSet(null, reason)) {
      there.source().abort();
      there.target().abort();
      wake();
    }
  }

  public void wake() {
    Thread watching = runner;
    if (watching != null) {
      LockSupport.unpark(watching);
    }
  }

  private void throwFailure() throws IOException {
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable impossible -> throw new IllegalStateException(impossible);
    }
  }

  private RelayDirection from(Connection source) {
    return towards(source) == there ? back : there;
  }

  private RelayDirection towards(Connection target) {
    if (target == there.target()) {
      return there;
    }
    if (target == back.target()) {
      return back;
    }
    throw new IllegalArgumentException(target + " is not plugged in here");
  }

  private static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time); // which saturates
  }
}
