package switchboard.net.spi.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;

/**
 * A bounded pipe of bytes inside this process, one direction: what a kernel's socket buffer is to
 * streams in memory and to standard input and output. Any thread.
 */
public final class BytePipe {
  private final byte[] ring;
  private int first; // guarded by this, like all below
  private int count;
  private boolean ended;
  private boolean readerGone;
  private @Nullable SystemError failure;

  /**
   * Not renewed by waiting: a thread that is woken through a pipe runs on the carrier of the one
   * that woke it, before whatever was queued elsewhere, and so two threads that take turns can keep
   * others waiting as one can that never waits.
   */
  private final TimeSlice reads = new TimeSlice();

  private final TimeSlice writes = new TimeSlice();
  private final WakeList readable = new WakeList();
  private final WakeList writable = new WakeList();
  private final WakeList ends = new WakeList();

  /**
   * An empty pipe.
   *
   * @param bytesMax what it holds before a writer blocks
   */
  public BytePipe(int bytesMax) {
    this.ring = new byte[bytesMax];
  }

  /** As {@link StreamHandle#read}. */
  public int read(ByteBuffer target) throws IOException {
    while (true) {
      int taken = tryRead(target);
      if (taken != 0) {
        return taken;
      }
      readable.await(this::canRead);
    }
  }

  /** As {@link StreamHandle#tryRead}. */
  public int tryRead(ByteBuffer target) throws IOException {
    int taken;
    synchronized (this) {
      taken = peek(target);
    }
    if (taken > 0) {
      skip(taken);
      reads.spend(taken);
    }
    return taken;
  }

  /** Like {@link #tryRead}, but leaves the bytes in the pipe, for {@link #skip}. */
  public synchronized int peek(ByteBuffer target) throws IOException {
    if (readerGone) {
      return -1;
    }
    if (count == 0) {
      if (failure != null) {
        throw failure.again();
      }
      return ended ? -1 : 0;
    }
    int seen = Math.min(count, target.remaining());
    int straight = Math.min(seen, ring.length - first);
    target.put(ring, first, straight).put(ring, 0, seen - straight);
    return seen;
  }

  /** Takes bytes that {@link #peek} has shown. */
  public void skip(int bytes) {
    synchronized (this) {
      int taken = Math.min(bytes, count);
      first = (first + taken) % ring.length;
      count -= taken;
    }
    writable.fire();
  }

  /** As {@link StreamHandle#awaitReadable}. */
  public void awaitReadable() throws IOException {
    readable.await(this::canRead);
  }

  /** As {@link StreamHandle#write}. */
  public int write(ByteBuffer source) throws IOException {
    while (true) {
      int given = tryWrite(source);
      if (given != 0) {
        return given;
      }
      writable.await(this::canWrite);
    }
  }

  /** As {@link StreamHandle#tryWrite}. */
  public int tryWrite(ByteBuffer source) throws IOException {
    int given;
    synchronized (this) {
      if (failure != null) {
        throw failure.again();
      }
      if (ended) {
        throw new SystemError(SystemError.Kind.OUTPUT_CLOSED, "the output was shut down");
      }
      if (readerGone) {
        throw new SystemError(SystemError.Kind.LOST, "Broken pipe", "EPIPE");
      }
      given = Math.min(ring.length - count, source.remaining());
      int at = (first + count) % ring.length;
      int straight = Math.min(given, ring.length - at);
      source.get(ring, at, straight).get(ring, 0, given - straight);
      count += given;
    }
    if (given > 0) {
      readable.fire();
      writes.spend(given);
    }
    return given;
  }

  /** The writer is done: the reader gets what is left, then the end. */
  public void end() {
    synchronized (this) {
      ended = true;
    }
    fire();
  }

  /** The reader is gone: writing fails, and what is left is dropped. */
  public void abandon() {
    synchronized (this) {
      readerGone = true;
      count = 0;
    }
    fire();
  }

  /** Reset: what is left is dropped, and both sides fail with {@code reason}. */
  public void fail(String reason) {
    fail(new SystemError(SystemError.Kind.LOST, reason));
  }

  /**
   * As {@link #fail(String)}; both sides get the kind, the reason and the name of {@code error}.
   */
  public void fail(SystemError error) {
    synchronized (this) {
      if (failure == null && !(ended && count == 0)) {
        failure = error;
        count = 0;
      }
    }
    fire();
  }

  /**
   * Blocks until the reader has taken everything.
   *
   * @param unless ends the wait early; asked again after each {@link #fire}
   * @throws SystemError when it was {@link #fail}ed, and so something may be lost
   */
  public void awaitEmpty(BooleanSupplier unless) throws IOException {
    writable.await(() -> isEmpty() || unless.getAsBoolean());
    requireNoFailure();
  }

  private synchronized void requireNoFailure() throws SystemError {
    if (failure != null) {
      throw failure.again();
    }
  }

  private synchronized boolean isEmpty() {
    return count == 0;
  }

  /** Whether a read would not block. */
  public synchronized boolean canRead() {
    return count > 0 || ended || readerGone || failure != null;
  }

  /** Whether a write would not block. */
  public synchronized boolean canWrite() {
    return count < ring.length || ended || readerGone || failure != null;
  }

  /** Tells once when a read would not block. */
  public Registration onReadable(Runnable wake) {
    return watch(readable, wake, this::canRead);
  }

  /** Tells once when a write would not block. */
  public Registration onWritable(Runnable wake) {
    return watch(writable, wake, this::canWrite);
  }

  /** Tells once when the pipe ends, at either side: {@link #hasEnded} or {@link #isBroken}. */
  public Registration onEnd(Runnable wake) {
    return watch(ends, wake, () -> hasEnded() || isBroken());
  }

  /** Whether the writer is done; what it wrote may still be in the pipe. */
  public synchronized boolean hasEnded() {
    return ended;
  }

  /** Whether nothing can be written any more, since the reader is gone or the pipe was reset. */
  public synchronized boolean isBroken() {
    return readerGone || failure != null;
  }

  private static Registration watch(WakeList wakes, Runnable wake, BooleanSupplier ready) {
    Registration watch = wakes.add(wake);
    if (ready.getAsBoolean()) {
      wakes.fire();
    }
    return watch;
  }

  /** Wakes everybody to look again. */
  public void fire() {
    readable.fire();
    writable.fire();
    if (hasEnded() || isBroken()) {
      ends.fire();
    }
  }
}
