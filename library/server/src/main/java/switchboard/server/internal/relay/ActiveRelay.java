package switchboard.server.internal.relay;

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
import switchboard.server.Relay;

/** Implementation of {@link Relay}. */
public final class ActiveRelay implements Relay {
  private final RelayDirection there;
  private final RelayDirection back;
  private final Ticker ticker = Ticker.current();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private long idleNanos = Long.MAX_VALUE;
  private volatile @Nullable Thread runner;

  public ActiveRelay(Connection one, Connection other) {
    if (one == other) {
      throw new IllegalArgumentException(one + " can't be plugged into itself");
    }
    this.there = new RelayDirection(this, ticker, one, other);
    this.back = new RelayDirection(this, ticker, other, one);
  }

  @Override
  public Relay idleTimeout(Duration time) {
    idleNanos = nanos(time);
    return this;
  }

  @Override
  public Relay failOnWriteError(Connection target) {
    towards(target).setVital();
    return this;
  }

  @Override
  public Relay onDirectionClosed(Connection source, Runnable action) {
    from(source).setWhenEnded(action);
    return this;
  }

  @Override
  public void closeWhenIdle(Connection source, Duration silence) {
    from(source).endWhenSilent(nanos(silence));
    wake();
  }

  @Override
  public void closeTowards(Connection target) {
    towards(target).stop();
  }

  @Override
  public long bytesWrittenTo(Connection target) {
    return towards(target).bytes();
  }

  @Override
  public @Nullable IOException writeFailure(Connection target) {
    return towards(target).loss();
  }

  @Override
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

  void fail(Throwable reason) {
    if (failure.compareAndSet(null, reason)) {
      there.source().abort();
      there.target().abort();
      wake();
    }
  }

  void wake() {
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
