package switchboard.testkit.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.Ticker;
import switchboard.net.spi.StreamHandle;

/**
 * Simulates a lossy network for a stream of another engine, with the effects that a program sees on
 * a TCP connection: no bytes are missing or reordered, but a lost segment is delayed, and all later
 * segments wait for it. Safe for use by several threads.
 */
public final class LossyStream implements StreamHandle {
  /** The maximum payload of a TCP segment in one Ethernet frame, over IPv4 and without options. */
  private static final int SEGMENT_BYTES = 1_460;

  /**
   * The maximum number of bytes in flight. When it is reached, a write blocks, as with a full TCP
   * window.
   */
  private static final int BYTES_MAX = 64 * 1024;

  private static final ByteBuffer END = ByteBuffer.allocate(0);

  private final StreamHandle below;
  private final FaultDice chance;
  private final DelayedArrivals<ByteBuffer> arrivals;
  private volatile boolean inputShut;
  private final ByteBuffer segment =
      ByteBuffer.allocate(SEGMENT_BYTES); // guarded by this, as are all
  private int comingBytes; // fields below
  private boolean ended;
  private boolean anyDue;
  private long lastDueNanos;

  public LossyStream(StreamHandle below, FaultDice chance) {
    this.below = below;
    this.chance = chance;
    this.arrivals = new DelayedArrivals<>(below);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireWritable(target);
    while (true) {
      int count = tryRead(target);
      if (count != 0) {
        return count;
      }
      arrivals.await();
    }
  }

  private static void requireWritable(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
  }

  @Override
  public synchronized int tryRead(ByteBuffer target) throws IOException {
    requireWritable(target);
    takeIn();
    if (inputShut) {
      return -1;
    }
    int count = 0;
    while (target.hasRemaining()) {
      ByteBuffer first = arrivals.peek();
      if (first == null || first == END) {
        return count == 0 && first == END ? -1 : count;
      }
      int part = Math.min(first.remaining(), target.remaining());
      target.put(first.slice(first.position(), part));
      first.position(first.position() + part);
      if (!first.hasRemaining()) {
        arrivals.poll();
      }
      count += part;
      comingBytes -= part;
    }
    return count;
  }

  /** Receives the segments that have arrived, and decides how long each is delayed. */
  private synchronized void takeIn() throws IOException {
    while (!ended && (comingBytes < BYTES_MAX || inputShut)) {
      int count = below.tryRead(segment.clear());
      if (count == 0) {
        return;
      }
      ended = count < 0;
      arrivals.add(ended ? END : ByteBuffer.allocate(count).put(segment.flip()).flip(), dueNanos());
      comingBytes += Math.max(0, count);
    }
    if (ended) {
      below.tryRead(ByteBuffer.allocate(0)); // throws if the stream was closed or reset meanwhile
    }
  }

  /**
   * Returns the time when the next segment becomes readable. This is never before the time of the
   * previous segment.
   */
  private long dueNanos() {
    long due = Ticker.current().nanos() + chance.latencyNanos() + chance.retransmissionNanos();
    lastDueNanos = anyDue && due - lastDueNanos < 0 ? lastDueNanos : due;
    anyDue = true;
    return lastDueNanos;
  }

  @Override
  public void awaitReadable() throws IOException {
    arrivals.awaitReady(this::canRead);
  }

  private boolean canRead() throws IOException {
    takeIn();
    return inputShut || arrivals.peek() != null;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return below.write(source);
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    return below.tryWrite(source);
  }

  @Override
  public void shutdownOutput() throws IOException {
    below.shutdownOutput();
  }

  @Override
  public void shutdownInput() throws IOException {
    inputShut = true;
    below.shutdownInput();
    arrivals.wake();
  }

  /**
   * Resets the connection if input is unread (RFC 1122 §4.2.2.13), including input that is still in
   * flight.
   */
  @Override
  public void close() throws IOException {
    boolean unread;
    synchronized (this) {
      unread = comingBytes > 0;
    }
    if (unread) {
      below.abort();
    } else {
      below.close();
    }
  }

  @Override
  public void abort() throws IOException {
    below.abort();
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return interest == Interest.WRITE
        ? below.onReady(interest, wake)
        : arrivals.onReady(this::canRead, wake);
  }

  @Override
  public ConnectionOptions options() {
    return below.options();
  }

  @Override
  public Address local() {
    return below.local();
  }

  @Override
  public Address remote() {
    return below.remote();
  }
}
