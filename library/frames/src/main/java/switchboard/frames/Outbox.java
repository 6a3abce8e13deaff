package switchboard.frames;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import switchboard.net.Connection;
import switchboard.net.spi.Buffers;
import switchboard.net.spi.Wakes;

/**
 * What waits to be written to one connection: any number of threads offer, one writes, and memory
 * is bounded. Whoever offers to an empty outbox starts a virtual thread that writes until it is
 * empty again, and gathers what has come meanwhile into one write; an idle outbox has no thread and
 * no buffer. Messages leave in the order in which they were offered.
 *
 * @param <F> a message
 */
public final class Outbox<F> implements AutoCloseable {
  /** What {@link #Outbox(Connection, Codec)} lets wait: 256 KiB. */
  public static final int BYTES_MAX = 256 * 1024;

  /** What happens to a message for which there is no room. */
  public enum Overflow {
    /** The connection is aborted: who reads too slowly for so long has lost the thread anyway. */
    DISCONNECT,
    /** The new message is dropped, and counted. */
    DROP
  }

  private final Connection connection;
  private final Codec<F> codec;
  private final int bytesMax;
  private final Overflow overflow;
  private final Wakes emptied = new Wakes();

  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(0); // guarded by this, as all below
  private int bytesWaiting;
  private boolean writing;
  private boolean closed;
  private long dropped;

  /** At most {@link #BYTES_MAX} wait, or one message that is longer; more disconnect. */
  public Outbox(Connection connection, Codec<F> codec) {
    this(connection, codec, BYTES_MAX, Overflow.DISCONNECT);
  }

  /**
   * An outbox for {@code connection}, to which nobody else must write.
   *
   * @param bytesMax how many bytes may wait here, beside what the kernel holds; a message for an
   *     empty outbox is always taken, since the codec bounds it and it would never find more room
   * @param overflow what happens beyond that
   */
  public Outbox(Connection connection, Codec<F> codec, int bytesMax, Overflow overflow) {
    this.connection = connection;
    this.codec = codec;
    this.bytesMax = bytesMax;
    this.overflow = overflow;
  }

  /**
   * Takes a message to be sent; never blocks. Any thread.
   *
   * @return false when it will not be sent: no room, the connection lost, or the outbox closed
   * @throws IllegalArgumentException when the codec can't express it
   */
  public boolean offer(F frame) {
    return offerEncoded(codec.encode(frame));
  }

  /** Takes bytes that nobody changes any more. */
  boolean offerEncoded(byte[] encoded) {
    boolean start = false;
    boolean room;
    synchronized (this) {
      if (closed) {
        return false;
      }
      room = bytesWaiting == 0 || bytesWaiting + (long) encoded.length <= bytesMax;
      if (room) {
        waiting.add(encoded);
        bytesWaiting += encoded.length;
        start = !writing;
        writing = true;
      } else {
        dropped++;
      }
    }
    if (start) {
      return tryStart();
    }
    if (!room && overflow == Overflow.DISCONNECT) {
      lose();
    }
    return room;
  }

  private boolean tryStart() {
    try {
      Thread.ofVirtual().name("switchboard-outbox").start(this::drain);
      return true;
    } catch (OutOfMemoryError noThread) { // who would never be written to must not seem connected
      lose();
      return false;
    }
  }

  /** Messages that found no room. */
  public synchronized long dropped() {
    return dropped;
  }

  /** Bytes that wait, or are being written now. */
  public synchronized int bytesWaiting() {
    return bytesWaiting;
  }

  /**
   * Blocks until the kernel has accepted everything that was offered, or the connection is lost.
   *
   * @throws switchboard.net.DeadlineExceededException when a deadline of the thread passes first
   */
  public void awaitSent() throws IOException {
    emptied.await(() -> bytesWaiting() == 0);
  }

  /** Takes nothing more; what was offered is still written. Does not close the connection. */
  @Override
  public synchronized void close() {
    closed = true;
  }

  private void drain() {
    boolean empty = false;
    try {
      drainThrough(Buffers.borrow());
      empty = true;
    } catch (IOException lost) {
      // Its reader hears of it, by what stands below.
    } finally {
      if (!empty) {
        lose();
      }
    }
  }

  private void drainThrough(ByteBuffer gathered) throws IOException {
    try {
      for (int taken = gather(gathered); taken > 0; taken = gather(gathered)) {
        sent(taken);
      }
    } finally {
      Buffers.giveBack(gathered);
    }
  }

  /** Writes as many whole messages as fit together; 0 when there are none, and the writer ends. */
  private int gather(ByteBuffer gathered) throws IOException {
    byte[] alone = null;
    gathered.clear();
    synchronized (this) {
      while (!waiting.isEmpty() && waiting.getFirst().length <= gathered.remaining()) {
        gathered.put(waiting.removeFirst());
      }
      if (gathered.position() == 0) {
        alone = waiting.pollFirst();
        writing = alone != null;
      }
    }
    ByteBuffer next = alone == null ? gathered.flip() : ByteBuffer.wrap(alone);
    int bytes = next.remaining();
    if (bytes > 0) {
      connection.write(next);
    }
    return bytes;
  }

  private void sent(int bytes) {
    boolean empty;
    synchronized (this) {
      bytesWaiting = Math.max(0, bytesWaiting - bytes);
      empty = bytesWaiting == 0;
    }
    if (empty) {
      emptied.fire();
    }
  }

  /** Nothing more can be sent: the connection's reader, and whoever waits here, hear of it. */
  private void lose() {
    synchronized (this) {
      closed = true;
      waiting.clear();
      bytesWaiting = 0;
    }
    connection.abort();
    emptied.fire();
  }
}
