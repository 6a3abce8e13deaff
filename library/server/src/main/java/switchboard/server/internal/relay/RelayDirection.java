package switchboard.server.internal.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Source;
import switchboard.net.Ticker;
import switchboard.net.spi.support.BufferPool;
import switchboard.server.Relay;

/**
 * One direction of a {@link Relay}. Each direction has its own virtual thread, which forwards the
 * bytes. The thread that runs the relay enforces the timeouts.
 */
final class RelayDirection implements Runnable {
  /**
   * The minimum time between two checks whether the source has been silent for the time {@link
   * #silence}.
   */
  private static final long CHECK_NANOS = 1_000_000;

  /** The maximum number of bytes to discard, because the source may never stop sending. */
  private static final long DISCARDED_BYTES_MAX = 16 << 20;

  private final ActiveRelay relay;
  private final Ticker ticker;
  private final Connection source;
  private final Connection target;
  private boolean vital; // written before the thread starts, like whenEnded
  private @Nullable Runnable whenEnded;
  private @Nullable Thread thread; // used only by the thread that runs the relay

  /** The bytes forwarded so far; written by this direction's thread only. */
  private volatile long bytes;

  private volatile long movedNanos;
  private volatile boolean over;
  private volatile @Nullable IOException loss;

  /** Whether this direction waits for bytes from the source; guarded by this. */
  private boolean waiting;

  /** The deadline of this direction's thread; expiring it wakes the thread. Guarded by this. */
  private @Nullable Deadline limit;

  /** Whether {@link #stop} was called; guarded by this. */
  private boolean stopped;

  /** The timeout for bytes from the source, or null; the relay's thread is woken after a change. */
  private volatile @Nullable Silence silence;

  private record Silence(long nanosMax, long sinceNanos) {}

  RelayDirection(ActiveRelay relay, Ticker ticker, Connection source, Connection target) {
    this.relay = relay;
    this.ticker = ticker;
    this.movedNanos = ticker.nanos();
    this.source = source;
    this.target = target;
  }

  void setVital() {
    vital = true;
  }

  void setWhenEnded(Runnable action) {
    whenEnded = action;
  }

  void start() {
    movedNanos = ticker.nanos();
    Thread started =
        Thread.ofVirtual()
            .name("switchboard-relay " + source.remote() + " to " + target.remote())
            .unstarted(() -> ticker.run(this));
    started.start();
    thread = started;
  }

  @Override
  public void run() {
    try (Deadline own = Deadline.never()) {
      setLimit(own);
      target.sink().flush();
      if (forwardBuffered() && forward()) {
        end();
      }
    } catch (IOException | RuntimeException | Error e) {
      if (!(e instanceof DeadlineExceededException && isStopped())) {
        relay.fail(e);
      }
    } finally {
      over = true;
      relay.wake();
    }
  }

  /** Forwards bytes that the source's buffer already held. Returns false if writing failed. */
  private boolean forwardBuffered() throws IOException {
    Source before = source.source();
    return before.buffered() == 0
        || forward(ByteBuffer.wrap(before.readExactly(before.buffered())));
  }

  /** Forwards bytes until EOF. Returns false if this direction was stopped or a write failed. */
  private boolean forward() throws IOException {
    while (true) {
      boolean silent = !await();
      if (isStopped()) {
        closeInput();
        return false;
      }
      // the buffer is acquired after the wait, which may take hours
      ByteBuffer piece = BufferPool.acquire();
      try {
        int count = source.tryRead(piece);
        if (count > 0 && !forward(piece.flip())) {
          return false;
        }
        if (count == 0 && silent) {
          source.shutdownInput();
        }
        if (count < 0 || (count == 0 && silent)) {
          return true;
        }
      } finally {
        BufferPool.release(piece);
      }
    }
  }

  /**
   * Blocks until the source is readable. Returns false if the source was silent for the time {@link
   * #silence}.
   */
  private boolean await() throws IOException {
    setWaiting();
    if (silence != null) {
      // the check follows setWaiting(), because endWhenSilent() is also followed by a wake-up
      relay.wake();
    }
    try {
      source.awaitReadable();
      return true;
    } catch (DeadlineExceededException silent) {
      return false;
    } finally {
      endWait();
    }
  }

  private synchronized void setLimit(Deadline own) {
    limit = own;
    if (stopped) {
      own.expireNow();
    }
  }

  private synchronized void setWaiting() {
    waiting = true;
  }

  /**
   * Resets the deadline if it has expired, because an expired deadline would end the following
   * write.
   */
  private synchronized void endWait() {
    waiting = false;
    if (limit != null && limit.expired() && !stopped) {
      limit.resetAfter(ChronoUnit.FOREVER.getDuration());
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
  private boolean forward(ByteBuffer piece) throws IOException {
    int count = piece.remaining();
    try {
      target.write(piece);
    } catch (ConnectionLostException e) {
      lost(e);
      return false;
    } catch (DeadlineExceededException e) {
      if (!isStopped()) {
        throw e;
      }
      lost(e);
      return false;
    }
    bytes += count;
    movedNanos = ticker.nanos();
    return true;
  }

  private void end() throws IOException {
    Runnable action = whenEnded;
    try {
      target.shutdownOutput();
    } catch (ConnectionLostException e) {
      lost(e);
    }
    if (action != null) {
      action.run();
    }
  }

  /**
   * Ends this direction after a failed write. The opposite direction continues, because the target
   * may still send; if the target's connection was reset, the opposite direction detects the reset
   * when it reads.
   */
  private void lost(IOException e) throws IOException {
    loss = e;
    if (vital) {
      throw e;
    }
    closeInput();
  }

  private void closeInput() throws IOException {
    discardInput();
    source.shutdownInput();
  }

  /**
   * Discards input. A peer that is blocked in a write to a Unix socket is woken only by free space
   * in the buffer, not by a shutdown of our input.
   */
  private void discardInput() throws IOException {
    ByteBuffer trash = BufferPool.acquire();
    try {
      long discarded = 0;
      int count = source.tryRead(trash.clear());
      while (count > 0 && discarded < DISCARDED_BYTES_MAX) {
        discarded += count;
        count = source.tryRead(trash.clear());
      }
    } finally {
      BufferPool.release(trash);
    }
  }

  /** Ends this direction, even while its thread is blocked in a read or write. */
  synchronized void stop() {
    stopped = true;
    if (limit != null) {
      limit.expireNow();
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  void endWhenSilent(long nanosMax) {
    silence = new Silence(nanosMax, ticker.nanos());
  }

  /**
   * Ends the input if the source was silent for the time {@link #silence}.
   *
   * @return nanoseconds until the next check
   */
  synchronized long checkSilence(long nowNanos) {
    Silence timeout = silence;
    if (timeout == null || over || limit == null) {
      return Long.MAX_VALUE;
    }
    if (!waiting) {
      // this direction's thread wakes the relay's thread when it waits for bytes
      return Math.max(timeout.nanosMax, CHECK_NANOS);
    }
    long silent = Math.min(nowNanos - movedNanos, nowNanos - timeout.sinceNanos);
    if (silent < timeout.nanosMax) {
      return timeout.nanosMax - silent;
    }
    limit.expireNow();
    // If bytes have arrived, this direction's thread wakes the relay's thread when it waits for
    // bytes again.
    return Long.MAX_VALUE;
  }

  /**
   * Waits for the end of the thread, which ends at the latest when the two connections are reset.
   */
  void awaitEnd() {
    Thread started = thread;
    boolean interrupted = false;
    while (started != null && started.isAlive()) {
      try {
        started.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isOver() {
    return over;
  }

  long bytes() {
    return bytes;
  }

  long movedNanos() {
    return movedNanos;
  }

  @Nullable IOException loss() {
    return loss;
  }

  Connection source() {
    return source;
  }

  Connection target() {
    return target;
  }
}
