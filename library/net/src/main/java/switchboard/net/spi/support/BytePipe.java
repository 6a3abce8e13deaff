package switchboard.net.spi.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;

/**
 * An in-memory pipe that transfers bytes in one direction and contains a bounded number of bytes.
 * It serves as the socket buffer of in-memory streams and of standard input and output. Safe for
 * use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BytePipe {
  private final byte[] ring;
  private int first; // guarded by this, as are the next four fields
  private int count;
  private boolean ended;
  private boolean readerGone;
  private @Nullable SystemError failure;

  /**
   * The time slice of the thread that reads. Unlike the time slice of a socket, this time slice is
   * not renewed when the thread waits. A thread that is woken through a pipe runs on the carrier of
   * the thread that woke it, before threads in other queues. Two threads that wake each other can
   * therefore prevent all others from running, as a single thread that never waits does.
   */
  private final TimeSlice reads = new TimeSlice();

  private final TimeSlice writes = new TimeSlice();
  private final WakeList readable = new WakeList();
  private final WakeList writable = new WakeList();
  private final WakeList ends = new WakeList();

  /**
   * Creates an empty pipe.
   *
   * @param bytesMax the maximum number of bytes in the pipe; a write to a full pipe blocks
   */
  public BytePipe(int bytesMax) {
    this.ring = new byte[bytesMax];
  }

  /**
   * Reads as {@link StreamHandle#read} specifies.
   *
   * @param target has space for at least one byte; its position advances by the number of bytes
   *     read
   * @return the number of bytes read, or -1 at EOF or after {@link #abandon}
   * @throws IOException if the pipe has failed, a deadline passes or the thread is interrupted
   */
  public int read(ByteBuffer target) throws IOException {
    while (true) {
      int taken = tryRead(target);
      if (taken != 0) {
        return taken;
      }
      readable.await(this::canRead);
    }
  }

  /**
   * Reads as {@link StreamHandle#tryRead} specifies.
   *
   * @param target as for {@link #read}
   * @return the number of bytes read, 0 if the pipe is empty, or -1 at EOF or after {@link
   *     #abandon}
   * @throws IOException if the pipe has failed
   */
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

  /**
   * Copies bytes as {@link #tryRead} does, but leaves them in the pipe. {@link #skip} removes them.
   *
   * @param target as for {@link #read}
   * @return the number of bytes copied, 0 if the pipe is empty, or -1 at EOF or after {@link
   *     #abandon}
   * @throws IOException if the pipe has failed
   */
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

  /**
   * Removes bytes from the front of the pipe.
   *
   * @param bytes how many bytes to remove, at most the number that the last {@link #peek} has
   *     returned
   */
  public void skip(int bytes) {
    synchronized (this) {
      int taken = Math.min(bytes, count);
      first = (first + taken) % ring.length;
      count -= taken;
    }
    writable.fire();
  }

  /**
   * Blocks until a read would not block.
   *
   * @throws IOException if a deadline passes or the thread is interrupted
   */
  public void awaitReadable() throws IOException {
    readable.await(this::canRead);
  }

  /**
   * Writes as {@link StreamHandle#write(ByteBuffer)} specifies.
   *
   * @param source has at least one byte; its position advances by the number of bytes accepted
   * @return the number of bytes accepted, at least 1
   * @throws IOException if the pipe has ended, was abandoned or has failed, a deadline passes or
   *     the thread is interrupted
   */
  public int write(ByteBuffer source) throws IOException {
    while (true) {
      int given = tryWrite(source);
      if (given != 0) {
        return given;
      }
      writable.await(this::canWrite);
    }
  }

  /**
   * Writes as {@link StreamHandle#tryWrite} specifies.
   *
   * @param source as for {@link #write}
   * @return the number of bytes accepted, 0 if the pipe is full
   * @throws IOException if the pipe has ended, was abandoned or has failed
   */
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

  /** Marks EOF: the reader gets the remaining bytes, and then EOF. Later writes fail. */
  public void end() {
    synchronized (this) {
      ended = true;
    }
    fire();
  }

  /** Closes the reading side and discards the remaining bytes. Later writes fail with EPIPE. */
  public void abandon() {
    synchronized (this) {
      readerGone = true;
      count = 0;
    }
    fire();
  }

  /**
   * Resets the pipe: discards the remaining bytes, and makes reads and writes fail with the error
   * kind {@link SystemError.Kind#LOST}. Does nothing if the pipe has already failed, or the reader
   * has already received everything up to EOF.
   *
   * @param reason the message of the exceptions
   */
  public void fail(String reason) {
    fail(new SystemError(SystemError.Kind.LOST, reason));
  }

  /**
   * Resets the pipe as {@link #fail(String)} does.
   *
   * @param error each later read or write throws a copy of this error
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
   * Blocks until the pipe is empty.
   *
   * @param unless if this condition is true, the wait ends although the pipe is not empty;
   *     evaluated again after each {@link #fire}
   * @throws IOException as a {@link SystemError} if the pipe has failed, which may mean that bytes
   *     are lost; another {@code IOException} if a deadline passes or the thread is interrupted
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

  /** {@return whether a read of this pipe would not block} */
  public synchronized boolean canRead() {
    return count > 0 || ended || readerGone || failure != null;
  }

  /** {@return whether a write to this pipe would not block} */
  public synchronized boolean canWrite() {
    return count < ring.length || ended || readerGone || failure != null;
  }

  /**
   * Registers a callback that runs once, as soon as a read would not block.
   *
   * @param wake called on the calling thread or on the thread that changes the pipe; must not block
   * @return the registration, which the caller can cancel
   */
  public Registration onReadable(Runnable wake) {
    return register(readable, wake, this::canRead);
  }

  /**
   * Registers a callback that runs once, as soon as a write would not block.
   *
   * @param wake called on the calling thread or on the thread that changes the pipe; must not block
   * @return the registration, which the caller can cancel
   */
  public Registration onWritable(Runnable wake) {
    return register(writable, wake, this::canWrite);
  }

  /**
   * Registers a callback that runs once, as soon as {@link #hasEnded} or {@link #isBroken} is true.
   *
   * @param wake called on the calling thread or on the thread that changes the pipe; must not block
   * @return the registration, which the caller can cancel
   */
  public Registration onEnd(Runnable wake) {
    return register(ends, wake, () -> hasEnded() || isBroken());
  }

  /** {@return whether {@link #end} has been called; unread bytes may still be in the pipe} */
  public synchronized boolean hasEnded() {
    return ended;
  }

  /** {@return whether all writes fail because the pipe was abandoned or has failed} */
  public synchronized boolean isBroken() {
    return readerGone || failure != null;
  }

  private static Registration register(WakeList wakes, Runnable wake, BooleanSupplier ready) {
    Registration registration = wakes.add(wake);
    if (ready.getAsBoolean()) {
      wakes.fire();
    }
    return registration;
  }

  /**
   * Wakes all waiting threads, which check their conditions again, and calls all registered
   * callbacks. Must be called after an external condition, such as that of {@link #awaitEmpty}, has
   * changed.
   */
  public void fire() {
    readable.fire();
    writable.fire();
    if (hasEnded() || isBroken()) {
      ends.fire();
    }
  }
}
