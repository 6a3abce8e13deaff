package switchboard.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose writes do not block, for the messages and events of servers. Until {@link
 * #neverBlock} is called, writes go directly to the target and may block. After that call, writes
 * are queued, and a daemon thread writes them to the target. If {@link #BYTES_MAX} bytes are
 * queued, each further write is dropped completely and counted. After the queued writes, the stream
 * writes a line with the number of dropped writes. Thread-safe.
 */
final class DroppingStream extends OutputStream {
  /** The maximum number of queued bytes. */
  static final int BYTES_MAX = 1 << 20;

  private final OutputStream target;

  /** Returns the line that reports a number of dropped writes, without the line terminator. */
  private final LongFunction<String> droppedLine;

  // Guarded by this, like all fields below.
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long dropped;
  private boolean writing;
  private boolean queued;
  private @Nullable IOException failure;

  DroppingStream(OutputStream target, LongFunction<String> droppedLine) {
    this.target = target;
    this.droppedLine = droppedLine;
  }

  /** Makes all further writes to this stream non-blocking. */
  synchronized void neverBlock() {
    if (!queued) {
      queued = true;
      Thread.ofPlatform().daemon().name("switchboard-diagnostics").start(this::writeAll);
    }
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  /**
   * Writes the bytes to the target. After {@link #neverBlock}, queues or drops the bytes instead.
   *
   * @throws IOException if this write or an earlier write to the target failed
   */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    synchronized (this) {
      if (queued) {
        add(bytes, offset, length);
        return;
      }
    }
    target.write(bytes, offset, length);
  }

  private void add(byte[] bytes, int offset, int length) throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    if (waitingBytes + length > BYTES_MAX) {
      dropped++;
      return;
    }
    byte[] copy = new byte[length];
    System.arraycopy(bytes, offset, copy, 0, length);
    if (length == 0) {
      return;
    }
    waiting.add(copy);
    waitingBytes += length;
    notifyAll();
  }

  private void writeAll() {
    try {
      while (true) {
        byte[] next = next();
        if (next.length == 0) {
          return;
        }
        target.write(next);
        written(next.length);
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // no code interrupts this thread
    }
  }

  /**
   * Blocks until there are bytes to write, and returns them: the bytes of the oldest queued write,
   * or if the queue is empty, the line about dropped writes.
   *
   * @return the bytes to write, or an empty array if the writing thread must end
   */
  private synchronized byte[] next() throws InterruptedException {
    while (waiting.isEmpty() && dropped == 0) {
      if (!queued) {
        return new byte[0];
      }
      wait();
    }
    writing = true;
    byte[] next = waiting.poll();
    if (next == null) {
      next = (droppedLine.apply(dropped) + "\n").getBytes(StandardCharsets.UTF_8);
      waitingBytes += next.length;
      dropped = 0;
    }
    return next;
  }

  private synchronized void written(int length) {
    waitingBytes -= length;
    writing = false;
    notifyAll();
  }

  private synchronized void fail(IOException e) {
    failure = e;
    waiting.clear();
    waitingBytes = 0;
    dropped = 0;
    writing = false;
    notifyAll();
  }

  /**
   * Blocks until all queued bytes are written, for at most {@code timeout}. If all bytes were
   * written before the timeout, further writes go directly to the target again. If the timeout
   * expires, further writes are still queued or dropped.
   */
  synchronized void finish(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      while (writing || !waiting.isEmpty() || dropped > 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    queued = false;
    notifyAll(); // the thread ends
  }
}
