package switchboard.frames;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.EncodedMessage;
import switchboard.frames.internal.MessageQueue;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Failure;
import switchboard.net.internal.Log;
import switchboard.net.internal.MemoryBudget;
import switchboard.net.internal.SlowConsumer;
import switchboard.net.spi.support.BufferPool;
import switchboard.net.spi.support.WakeList;

/**
 * What waits to be written to one connection: any number of threads offer, one writes, and memory
 * is bounded. Whoever offers to an empty outbox starts a virtual thread that writes until it is
 * empty again, and gathers what has come meanwhile into one write; an idle outbox has no thread and
 * no buffer. Messages leave in the order in which they were offered.
 *
 * <p>All outboxes of a process share a memory budget besides, by default a quarter of the maximum
 * heap ({@code -Dswitchboard.memory=BYTES} sets another). One outbox may hold at most as much as is
 * still free of it, so when memory becomes scarce, the peers for whom most is waiting are cut off
 * first. A message of up to 16 KiB for an outbox in which none waits always fits.
 *
 * @param <F> a message
 */
public final class SendQueue<F> implements AutoCloseable {
  /** What {@link #SendQueue(Connection, Codec)} lets wait: 256 KiB. */
  public static final int BYTES_MAX = 256 * 1024;

  private static final Log LOG = Log.named("switchboard.frames");
  private static final ThreadFactory THREADS =
      Thread.ofVirtual().name("switchboard-outbox").factory();

  /** What happens to a message for which there is no room. */
  public enum Overflow {
    /**
     * The connection is aborted, because a peer that reads so slowly has lost the thread anyway. A
     * connection that is a {@link SlowConsumer} is told before.
     */
    DISCONNECT,
    /** The new message is dropped, and counted. */
    DROP
  }

  private final Connection connection;
  private final Codec<F> codec;
  private final Bounds bounds;
  private final ThreadFactory threads;
  private final WakeList emptied = new WakeList();

  private final MessageQueue waiting = new MessageQueue(); // guarded by this, as all below
  private int bytesWaiting;
  private boolean writing;
  private boolean closed;
  private long dropped;
  private @Nullable Throwable loss;

  /** How much may wait, and what happens beyond that. */
  record Bounds(int bytesMax, Overflow overflow, MemoryBudget budget) {}

  /** At most {@link #BYTES_MAX} wait, or one message that is longer; more disconnect. */
  public SendQueue(Connection connection, Codec<F> codec) {
    this(connection, codec, BYTES_MAX, Overflow.DISCONNECT);
  }

  /**
   * An outbox for {@code connection}, to which nobody else must write.
   *
   * @param bytesMax how many bytes may wait here, beside what the kernel holds; a message for an
   *     empty outbox may be longer, since the codec bounds it and it would never find more room
   * @param overflow what happens beyond that, or beyond what the process has memory for
   */
  public SendQueue(Connection connection, Codec<F> codec, int bytesMax, Overflow overflow) {
    this(connection, codec, new Bounds(bytesMax, overflow, MemoryBudget.ofProcess()), THREADS);
  }

  SendQueue(Connection connection, Codec<F> codec, Bounds bounds) {
    this(connection, codec, bounds, THREADS);
  }

  SendQueue(Connection connection, Codec<F> codec, Bounds bounds, ThreadFactory threads) {
    this.connection = connection;
    this.codec = codec;
    this.bounds = bounds;
    this.threads = threads;
  }

  /**
   * Takes a message to be sent; never blocks. Any thread. Takes all of it or nothing, also when it
   * throws.
   *
   * @return false when it will not be sent: no room, the connection lost, or the outbox closed
   * @throws IllegalArgumentException when the codec can't express it, as {@link Codec#fits} tells
   */
  public boolean offer(F frame) {
    return offer(new EncodedMessage(codec.encode(frame), bounds.budget));
  }

  /** Takes a message that other outboxes take too. */
  boolean offer(EncodedMessage parcel) {
    boolean start = false;
    boolean taken;
    String tooMuch = null;
    synchronized (this) {
      if (closed) {
        return false;
      }
      taken = hasRoomFor(parcel) && waiting.tryAdd(parcel);
      if (taken) {
        bytesWaiting += parcel.bytes().length;
        start = !writing;
        writing = true;
      } else {
        dropped++;
        tooMuch = bounds.overflow == Overflow.DISCONNECT ? tooMuch(parcel) : null;
      }
    }
    if (start) {
      return tryStart();
    }
    if (tooMuch != null) {
      disconnect(tooMuch);
    }
    return taken;
  }

  private boolean hasRoomFor(EncodedMessage parcel) {
    return bytesWaiting == 0 || bytesWaiting + (long) parcel.bytes().length <= bounds.bytesMax;
  }

  private String tooMuch(EncodedMessage parcel) {
    String waits =
        "the peer reads too slowly: %s bytes wait for it, and %s more were to be sent"
            .formatted(bytesWaiting, parcel.bytes().length);
    return waits
        + (hasRoomFor(parcel)
            ? "; %s of the memory of all send queues are taken".formatted(bounds.budget)
            : "; %s are the limit".formatted(bounds.bytesMax));
  }

  private boolean tryStart() {
    try {
      threads.newThread(this::drain).start();
      return true;
    } catch (OutOfMemoryError noThread) { // who would never be written to must not seem connected
      lose(noThread);
      return false;
    } catch (RuntimeException | Error e) {
      lose(e);
      throw e;
    }
  }

  /** Messages that found no room. */
  public synchronized long dropped() {
    return dropped;
  }

  /** Bytes that wait, or are being written now. */
  public synchronized int queuedBytes() {
    return bytesWaiting;
  }

  /**
   * Returns whether messages that were offered will not be sent, because the connection was lost or
   * was aborted for {@link Overflow#DISCONNECT}.
   */
  public synchronized boolean isFailed() {
    return loss != null;
  }

  /** Returns why it {@link #isFailed()}: what {@link #awaitSent} throws; null when it is not. */
  public @Nullable IOException failure() {
    Throwable reason;
    synchronized (this) {
      reason = loss;
    }
    if (reason == null || reason instanceof IOException) {
      return (IOException) reason;
    }
    var lost = lost("a mistake in writing to it: " + reason);
    lost.initCause(reason);
    return lost;
  }

  private ConnectionLostException lost(String reason) {
    return new ConnectionLostException(
        new Failure("write", connection.local(), connection.remote(), reason));
  }

  /**
   * Blocks until the kernel has accepted everything that was offered.
   *
   * @throws switchboard.net.DeadlineExceededException when a deadline of the thread passes first
   * @throws IOException what the write threw when the connection was lost with bytes that were
   *     offered; {@link ConnectionLostException} when they were too many and the connection was
   *     aborted for that
   */
  public void awaitSent() throws IOException {
    emptied.await(() -> queuedBytes() == 0);
    IOException lost = failure();
    if (lost != null) {
      throw lost;
    }
  }

  /** Takes nothing more; what was offered is still written. Does not close the connection. */
  @Override
  public synchronized void close() {
    closed = true;
  }

  private void drain() {
    try {
      drainThrough(BufferPool.acquire());
    } catch (IOException lost) {
      lose(lost); // its reader hears of it by the abort
    } catch (RuntimeException | Error e) {
      lose(e);
      throw e;
    }
  }

  private void drainThrough(ByteBuffer gathered) throws IOException {
    try {
      boolean more = true;
      while (more) {
        more = gather(gathered);
      }
    } finally {
      BufferPool.release(gathered);
    }
  }

  /** Writes as many messages as fit together; false when there are none, and the writer ends. */
  private boolean gather(ByteBuffer gathered) throws IOException {
    EncodedMessage alone = null;
    gathered.clear();
    synchronized (this) {
      for (EncodedMessage next = waiting.peek();
          next != null && next.bytes().length <= gathered.remaining();
          next = waiting.peek()) {
        gathered.put(next.bytes());
        var _ = waiting.poll();
        next.letGo();
      }
      if (gathered.position() == 0) {
        alone = waiting.poll();
        writing = alone != null;
      }
    }
    if (alone != null) {
      writeAlone(alone);
      return true;
    }
    int bytes = gathered.flip().remaining();
    if (bytes > 0) {
      connection.write(gathered);
      sent(bytes);
    }
    return bytes > 0;
  }

  private void writeAlone(EncodedMessage large) throws IOException {
    try {
      connection.write(ByteBuffer.wrap(large.bytes()));
    } finally {
      large.letGo();
    }
    sent(large.bytes().length);
  }

  private void sent(int bytes) {
    boolean empty;
    synchronized (this) {
      if (loss == null) {
        bytesWaiting -= bytes;
      }
      empty = bytesWaiting == 0;
    }
    if (empty) {
      emptied.fire();
    }
  }

  private void disconnect(String tooMuch) {
    lose(
        lost(tooMuch),
        () -> {
          if (connection instanceof SlowConsumer told) {
            WakeList.tell(() -> told.slowConsumer(tooMuch));
          }
        });
  }

  /** Nothing more can be sent: the connection's reader, and whoever waits here, hear of it. */
  void lose(Throwable why) {
    lose(why, () -> {});
  }

  private void lose(Throwable why, Runnable beforeAbort) {
    int bytes;
    synchronized (this) {
      if (loss != null) {
        return;
      }
      loss = why;
      closed = true;
      bytes = bytesWaiting;
      bytesWaiting = 0;
      waiting.clear();
    }
    try {
      LOG.write(Level.DEBUG, "{} is lost with {} bytes to send: {}", connection, bytes, why);
      beforeAbort.run();
    } finally {
      try {
        connection.abort();
      } finally {
        emptied.fire();
      }
    }
  }
}
