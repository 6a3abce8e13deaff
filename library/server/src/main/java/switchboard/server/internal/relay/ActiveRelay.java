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
  private final RelayDirection forth;
  private final RelayDirection back;
  private final Ticker ticker = Ticker.current();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private long idleNanos = Long.MAX_VALUE;
  private volatile @Nullable Thread runner;

  public ActiveRelay(Connection one, Connection other) {
    if (one == other) {
      throw new IllegalArgumentException(one + " cannot be relayed to itself");
    }
    this.forth = new RelayDirection(this, ticker, one, other);
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
      throw new IllegalStateException("this relay has run before");
    }
    runner = Thread.currentThread();
    try {
      forth.start();
      back.start();
      enforceTimeouts();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
    forth.awaitEnd();
    back.awaitEnd();
    throwFailure();
  }

  /** Enforces the timeouts of both directions until both directions have ended. */
  private void enforceTimeouts() throws IOException {
    while (failure.get() == null && !(forth.isOver() && back.isOver())) {
      long now = ticker.nanos();
      long idle = Math.min(now - forth.movedNanos(), now - back.movedNanos());
      if (idle >= idleNanos) {
        throw new DeadlineExceededException(idleFailure(idleNanos));
      }
      long untilSilent = Math.min(forth.checkSilence(now), back.checkSilence(now));
      long left = idleNanos == Long.MAX_VALUE ? Long.MAX_VALUE : idleNanos - idle;
      Waiting.park(this, Math.min(left, untilSilent));
    }
  }

  private Failure idleFailure(long nanos) {
    String time = BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    return new Failure(
        "relay",
        named(forth.source().remote()),
        named(forth.target().remote()),
        "idle timeout after " + time + " s");
  }

  /**
   * Returns {@code address}, or null for pipes and for clients of Unix sockets, which have no name.
   */
  private static @Nullable Address named(Address address) {
    return address.equals(new Address.Unix("")) ? null : address;
  }

  void fail(Throwable reason) {
    if (failure.compareAndSet(null, reason)) {
      forth.source().abort();
      forth.target().abort();
      wake();
    }
  }

  void wake() {
    Thread waiting = runner;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  private void throwFailure() throws IOException {
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  private RelayDirection from(Connection source) {
    return towards(source) == forth ? back : forth;
  }

  private RelayDirection towards(Connection target) {
    if (target == forth.target()) {
      return forth;
    }
    if (target == back.target()) {
      return back;
    }
    throw new IllegalArgumentException(target + " is not a connection of this relay");
  }

  private static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time); // the conversion saturates
  }
}
