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

/** One way through a {@link Relay}, on a virtual thread of its own; watched by the relay's. */
final class RelayDirection implements Runnable {
  private static final long LOOK_NANOS = 1_000_000;

  /** What may be dropped in one go, if somebody goes on sending while we do. */
  private static final long DROPPED_BYTES_MAX = 16 << 20;

  private final ActiveRelay relay;
  private final Ticker ticker;
  private final Connection source;
  private final Connection target;
  private boolean vital; // written before the thread starts, like the next
  private @Nullable Runnable whenEnded;
  private @Nullable Thread thread; // confined to the thread that runs the relay

  /** Written by the one thread that passes bytes on, read by all. */
  private volatile long bytes;

  private volatile long movedNanos;
  private volatile boolean over;
  private volatile @Nullable IOException loss;

  /** Whether it waits for the source to say something; guarded by this, like the next. */
  private boolean waiting;

  /** The limit of that wait, which the relay lets expire. */
  private @Nullable Deadline limit;

  /** Whether it shall end although neither side has. */
  private boolean stopped;

  /** How long the source may say nothing; written by any thread, before the watching one wakes. */
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
      if (passOnBuffered() && passOn()) {
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

  /** What somebody has read from the source before, and left there. */
  private boolean passOnBuffered() throws IOException {
    Source before = source.source();
    return before.buffered() == 0 || give(ByteBuffer.wrap(before.readExactly(before.buffered())));
  }

  /** Passes on to the end of the stream; false if the target takes no more. */
  private boolean passOn() throws IOException {
    while (true) {
      boolean silent = !await();
      if (isStopped()) {
        leaveSource();
        return false;
      }
      ByteBuffer piece = BufferPool.acquire(); // not before there is something, perhaps in hours
      try {
        int count = source.tryRead(piece);
        if (count > 0 && !give(piece.flip())) {
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

  /** Blocks until the source says something; false when the relay is tired of its silence. */
  private boolean await() throws IOException {
    setWaiting();
    if (silence != null) {
      relay.wake(); // first the flag, then the look: who sets the limit does it the other way round
    }
    try {
      source.awaitReadable();
      return true;
    } catch (DeadlineExceededException tired) {
      return false;
    } finally {
      goOn();
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

  /** What expired while the source said nothing must not cut a write. */
  private synchronized void goOn() {
    waiting = false;
    if (limit != null && limit.expired() && !stopped) {
      limit.resetAfter(ChronoUnit.FOREVER.getDuration());
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // nobody else writes it
  private boolean give(ByteBuffer piece) throws IOException {
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
   * The target listens no more, but may speak on. If it was reset, the other direction finds that
   * out by reading.
   */
  private void lost(IOException e) throws IOException {
    loss = e;
    if (vital) {
      throw e;
    }
    leaveSource();
  }

  private void leaveSource() throws IOException {
    drop();
    source.shutdownInput();
  }

  /** Who waits for room in a Unix socket is woken by room, not by the shutdown alone. */
  private void drop() throws IOException {
    ByteBuffer trash = BufferPool.acquire();
    try {
      long dropped = 0;
      int count = source.tryRead(trash.clear());
      while (count > 0 && dropped < DROPPED_BYTES_MAX) {
        dropped += count;
        count = source.tryRead(trash.clear());
      }
    } finally {
      BufferPool.release(trash);
    }
  }

  /** Ends this direction, whatever it is blocked in. */
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
   * Ends the input if it has been silent for too long.
   *
   * @return nanoseconds until the next look
   */
  synchronized long lookForSilence(long nowNanos) {
    Silence agreed = silence;
    if (agreed == null || over || limit == null) {
      return Long.MAX_VALUE;
    }
    if (!waiting) {
      return Math.max(agreed.nanosMax, LOOK_NANOS); // it wakes us when it waits
    }
    long silent = Math.min(nowNanos - movedNanos, nowNanos - agreed.sinceNanos);
    if (silent < agreed.nanosMax) {
      return agreed.nanosMax - silent;
    }
    limit.expireNow();
    return Long.MAX_VALUE; // should it not be silent after all, it wakes us when it waits again
  }

  /** Waits for the thread, which ends with its connections; interruption has to wait for it too. */
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
