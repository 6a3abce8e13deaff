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
 * A bounded queue of messages to one connection. Any number of threads can offer messages. One
 * virtual thread writes the messages in the order in which they were offered, and combines several
 * messages into one write if possible. An offer to an empty queue starts this thread, and the
 * thread ends when the queue is empty again. Therefore an idle queue has neither a thread nor a
 * buffer.
 *
 * <pre>{@code
 * try (var queue = new SendQueue<>(connection, Codec.lines().max(1, Size.KIB))) {
 *   queue.offer("hello"); // never blocks
 *   queue.awaitSent();
 * }
 * }</pre>
 *
 * <p>Each queue has its own limit, and all send queues of the process share a memory budget. The
 * default budget is a quarter of the maximum heap; {@code -Dswitchboard.memory=BYTES} sets a
 * different budget. A queue may occupy at most as many bytes as are still free in the budget, so
 * the longest queues overflow first when memory becomes scarce. An empty queue always accepts a
 * message of up to 16 KiB.
 *
 * @param <F> the type of the messages
 * @since 0.1.0
 */
public final class SendQueue<F> implements AutoCloseable {
  /** The limit of a queue that {@link #SendQueue(Connection, Codec)} creates: 256 KiB. */
  public static final int BYTES_MAX = 256 * 1024;

  private static final Log LOG = Log.named("switchboard.frames");
  private static final ThreadFactory THREADS =
      Thread.ofVirtual().name("switchboard-send-queue").factory();

  /** The reaction to a message with which the queue would exceed its limit or the memory budget. */
  public enum Overflow {
    /**
     * Aborts the connection and discards all queued messages, because the peer reads too slowly. A
     * server reports the end of such a connection as {@code slow consumer}.
     */
    DISCONNECT,
    /** Drops the new message and counts it in {@link SendQueue#dropped}. */
    DROP
  }

  private final Connection connection;
  private final Codec<F> codec;
  private final Bounds bounds;
  private final ThreadFactory threads;
  private final WakeList emptied = new WakeList();

  private final MessageQueue queued = new MessageQueue(); // guarded by this, like all fields below
  private int bytesQueued;
  private boolean writing;
  private boolean closed;
  private long dropped;
  private @Nullable Throwable loss;

  /** The maximum number of queued bytes, and the reaction to an overflow. */
  record Bounds(int bytesMax, Overflow overflow, MemoryBudget budget) {}

  /**
   * Creates a send queue of at most {@link #BYTES_MAX} bytes that aborts the connection on
   * overflow.
   *
   * @param connection the connection to write to; only this queue may write to the connection
   * @param codec encodes the messages
   */
  public SendQueue(Connection connection, Codec<F> codec) {
    this(connection, codec, BYTES_MAX, Overflow.DISCONNECT);
  }

  /**
   * Creates a send queue.
   *
   * @param connection the connection to write to; only this queue may write to the connection
   * @param codec encodes the messages
   * @param bytesMax the maximum number of queued bytes; bytes in the send buffer of the kernel do
   *     not count. An empty queue also accepts one message that exceeds this maximum; the codec
   *     limits the length of such a message
   * @param overflow the reaction to a message with which the queue would exceed {@code bytesMax} or
   *     the memory budget
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
   * Queues a message; never blocks. Any thread may call this method. If this method throws an
   * exception, the message was not queued.
   *
   * @param frame the message, which is encoded before this method returns
   * @return false if the message will not be sent because the queue is full or closed, or because
   *     the connection is lost
   * @throws IllegalArgumentException if the codec cannot encode the message; see {@link Codec#fits}
   */
  public boolean offer(F frame) {
    return offer(new EncodedMessage(codec.encode(frame), bounds.budget));
  }

  /** Queues an encoded message, which may also be in other send queues. */
  boolean offer(EncodedMessage message) {
    boolean start = false;
    boolean accepted;
    String overflow = null;
    synchronized (this) {
      if (closed) {
        return false;
      }
      accepted = fits(message) && queued.tryAdd(message);
      if (accepted) {
        bytesQueued += message.bytes().length;
        start = !writing;
        writing = true;
      } else {
        dropped++;
        overflow = bounds.overflow == Overflow.DISCONNECT ? describeOverflow(message) : null;
      }
    }
    if (start) {
      return tryStart();
    }
    if (overflow != null) {
      disconnect(overflow);
    }
    return accepted;
  }

  private boolean fits(EncodedMessage message) {
    return bytesQueued == 0 || bytesQueued + (long) message.bytes().length <= bounds.bytesMax;
  }

  private String describeOverflow(EncodedMessage message) {
    String slow =
        "the peer reads too slowly: %s bytes queued, %s more offered"
            .formatted(bytesQueued, message.bytes().length);
    return slow
        + (fits(message)
            ? "; memory budget of all send queues: %s used".formatted(bounds.budget)
            : "; limit %s bytes".formatted(bounds.bytesMax));
  }

  private boolean tryStart() {
    try {
      threads.newThread(this::drain).start();
      return true;
      // otherwise the connection would look open but send nothing
    } catch (OutOfMemoryError noThread) {
      lose(noThread);
      return false;
    } catch (RuntimeException | Error e) {
      lose(e);
      throw e;
    }
  }

  /**
   * {@return the number of messages that were not queued because the queue was full} Any thread may
   * call this method.
   */
  public synchronized long dropped() {
    return dropped;
  }

  /**
   * {@return the number of bytes that are queued or being written} Any thread may call this method.
   */
  public synchronized int queuedBytes() {
    return bytesQueued;
  }

  /**
   * Returns whether the queue has failed because the connection was lost or was aborted because of
   * {@link Overflow#DISCONNECT}. A queue that fails discards its messages.
   *
   * @return true if {@link #failure} is not null
   */
  public synchronized boolean isFailed() {
    return loss != null;
  }

  /**
   * Returns the exception that made the queue fail.
   *
   * @return the exception that {@link #awaitSent} throws, or null if the queue has not failed
   */
  public @Nullable IOException failure() {
    Throwable reason;
    synchronized (this) {
      reason = loss;
    }
    if (reason == null || reason instanceof IOException) {
      return (IOException) reason;
    }
    var lost = lost("unexpected exception: " + reason);
    lost.initCause(reason);
    return lost;
  }

  private ConnectionLostException lost(String reason) {
    return new ConnectionLostException(
        new Failure("write", connection.local(), connection.remote(), reason));
  }

  /**
   * Blocks until the queue is empty, that is, until the kernel has accepted all queued messages.
   * Any thread may call this method.
   *
   * @throws switchboard.net.DeadlineExceededException if a deadline of the calling thread passes
   *     before the queue is empty
   * @throws switchboard.net.OperationInterruptedException if the thread is interrupted
   * @throws ConnectionLostException if the connection was lost, or was aborted because of {@link
   *     Overflow#DISCONNECT}
   * @throws IOException if writing to the connection failed in another way
   */
  public void awaitSent() throws IOException {
    emptied.await(() -> queuedBytes() == 0);
    IOException lost = failure();
    if (lost != null) {
      throw lost;
    }
  }

  /**
   * Stops accepting messages. Messages that are already queued are still written; {@link
   * #awaitSent} waits for them. This method does not block and does not close the connection.
   */
  @Override
  public synchronized void close() {
    closed = true;
  }

  private void drain() {
    try {
      drainInto(BufferPool.acquire());
    } catch (IOException lost) {
      lose(lost); // aborts the connection, which wakes the thread that reads from it
    } catch (RuntimeException | Error e) {
      lose(e);
      throw e;
    }
  }

  private void drainInto(ByteBuffer buffer) throws IOException {
    try {
      boolean more = true;
      while (more) {
        more = writeNext(buffer);
      }
    } finally {
      BufferPool.release(buffer);
    }
  }

  /**
   * Writes as many messages as fit into {@code buffer} in one write, or writes one message that
   * does not fit.
   *
   * @return false if the queue is empty; the writing thread then ends
   */
  private boolean writeNext(ByteBuffer buffer) throws IOException {
    EncodedMessage large = null;
    buffer.clear();
    synchronized (this) {
      for (EncodedMessage next = queued.peek();
          next != null && next.bytes().length <= buffer.remaining();
          next = queued.peek()) {
        buffer.put(next.bytes());
        var _ = queued.poll();
        next.letGo();
      }
      if (buffer.position() == 0) {
        large = queued.poll();
        writing = large != null;
      }
    }
    if (large != null) {
      writeAlone(large);
      return true;
    }
    int bytes = buffer.flip().remaining();
    if (bytes > 0) {
      connection.write(buffer);
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
        bytesQueued -= bytes;
      }
      empty = bytesQueued == 0;
    }
    if (empty) {
      emptied.fire();
    }
  }

  private void disconnect(String overflow) {
    lose(
        lost(overflow),
        () -> {
          if (connection instanceof SlowConsumer monitored) {
            WakeList.tell(() -> monitored.slowConsumer(overflow));
          }
        });
  }

  /**
   * Marks the queue as failed, discards its messages, and aborts the connection. Wakes the thread
   * that reads from the connection and the threads in {@link #awaitSent}. Only the first call has
   * an effect.
   */
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
      bytes = bytesQueued;
      bytesQueued = 0;
      queued.clear();
    }
    try {
      LOG.write(Level.DEBUG, "{}: failed with {} unsent bytes: {}", connection, bytes, why);
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
