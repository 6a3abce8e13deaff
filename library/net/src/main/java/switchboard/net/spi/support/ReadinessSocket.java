package switchboard.net.spi.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.SystemError;

/**
 * A non-blocking socket and the threads that wait for it. The base class of an engine's socket
 * class. A connect and the resulting stream share one object.
 *
 * <p>The first wait selects the watcher of the socket: the watcher of the event loop on which the
 * waiting thread runs, or else the watcher of a poller. A socket keeps its watcher until the socket
 * is closed.
 *
 * <p>Safe for use by multiple threads, but at most one thread at a time may read, and at most one
 * may write.
 *
 * @param <W> the engine's implementation of {@link Watcher}
 * @since 0.1.0
 */
public abstract class ReadinessSocket<W extends Watcher> {
  private final EngineLoops<W> loops;
  private final InterestSlot read = new InterestSlot(Interest.READ);
  private final InterestSlot write = new InterestSlot(Interest.WRITE);
  private final TimeSlice reads = new TimeSlice();
  private final TimeSlice writes = new TimeSlice();
  private volatile @Nullable W watcher;

  /**
   * Creates a socket without a watcher.
   *
   * @param loops the event loops and pollers of the engine
   */
  protected ReadinessSocket(EngineLoops<W> loops) {
    this.loops = loops;
  }

  /**
   * Blocks until a read or an accept may succeed, or the socket is closed. May also return earlier.
   *
   * @throws IOException if a deadline passes, the thread is interrupted or the socket cannot be
   *     registered
   */
  public final void awaitReadable() throws IOException {
    if (read.await(this)) {
      reads.renew();
      writes.renewIfOf(Thread.currentThread());
    }
  }

  /**
   * Blocks until a write may succeed, or the socket is closed. May also return earlier.
   *
   * @throws IOException if a deadline passes, the thread is interrupted or the socket cannot be
   *     registered
   */
  public final void awaitWritable() throws IOException {
    if (write.await(this)) {
      writes.renew();
      reads.renewIfOf(Thread.currentThread());
    }
  }

  /**
   * Counts a read or an accept that did not block, and lets other threads run if the calling thread
   * has used up its {@link TimeSlice}.
   *
   * @param bytes the number of bytes read; 0 for an accept
   */
  public final void spendOnReading(long bytes) {
    reads.spend(bytes);
  }

  /**
   * Counts a write that did not block, and lets other threads run if the calling thread has used up
   * its {@link TimeSlice}.
   *
   * @param bytes the number of bytes written
   */
  public final void spendOnWriting(long bytes) {
    writes.spend(bytes);
  }

  /**
   * Registers a callback as {@link switchboard.net.spi.Handle#onReady} specifies.
   *
   * @param interest the operation that the caller waits for
   * @param wake called at most once, on the thread that polls or on the calling thread; must not
   *     block
   * @return the registration, which the caller can cancel
   */
  public final Registration onReady(Interest interest, Runnable wake) {
    InterestSlot slot = slot(interest);
    W mine = watcher();
    Registration registration = slot.add(wake, mine);
    try {
      if (isClosed()) {
        throw SystemError.closed();
      }
      if (!slot.isArmed()) {
        arm(interest);
      }
      if (mine.isEdgeTriggered()
          && isReady(interest)) { // the change may have come before the registration
        slot.tell(InterestSlot.ALL_LOOKS);
      }
    } catch (SystemError closed) {
      slot.tell(InterestSlot.ALL_LOOKS); // their next call on the socket fails
    }
    return registration;
  }

  /**
   * Returns the watcher of this socket. The first call selects a watcher according to the calling
   * thread.
   *
   * @return the same watcher each time
   */
  protected final W watcher() {
    W current = watcher;
    return current != null ? current : firstWatcher();
  }

  private synchronized W firstWatcher() {
    W current = watcher;
    if (current == null) {
      current = loops.watcherForThisThread();
      watcher = current;
    }
    return current;
  }

  /** {@return the watcher of this socket; null if no thread has waited yet} */
  protected final @Nullable W watcherIfAny() {
    return watcher;
  }

  /**
   * Returns the waiters for an interest.
   *
   * @param interest reading or writing
   * @return the slot of this interest
   */
  protected final InterestSlot slot(Interest interest) {
    return interest == Interest.READ ? read : write;
  }

  /**
   * Wakes the waiting thread and calls the registered callbacks, after an edge-triggered watcher
   * has reported {@code interest}. The report may be older than a registration, and the reported
   * bytes may have been read in the meantime. Therefore the callbacks are called only if the kernel
   * confirms that the socket is ready now.
   *
   * @param interest the interest that the watcher has reported
   */
  protected final void edge(Interest interest) {
    InterestSlot slot = slot(interest);
    slot.wake();
    if (slot.hasRegistrations()) {
      try {
        if (isReady(interest)) {
          slot.tell(InterestSlot.ALL_LOOKS);
        }
      } catch (SystemError closed) {
        slot.tell(InterestSlot.ALL_LOOKS);
      }
    }
  }

  /** Wakes the thread that is blocked in {@link #awaitReadable}, if there is one. */
  public final void wakeReader() {
    wake(read);
  }

  /**
   * Wakes all waiting threads and calls all registered callbacks. Used when the socket is closed or
   * has failed.
   */
  public final void wakeAll() {
    wake(read);
    wake(write);
  }

  private static void wake(InterestSlot slot) {
    slot.wake();
    slot.tell(InterestSlot.ALL_LOOKS);
  }

  /**
   * Asks the watcher to report {@code interest}. The watcher calls {@link InterestSlot#setArmed}
   * during this call or before its next poll.
   *
   * @param interest the interest to report
   * @throws SystemError if the socket or its watcher is closed, or the kernel is out of memory
   */
  protected abstract void arm(Interest interest) throws SystemError;

  /**
   * Asks the kernel whether the socket is ready now.
   *
   * @param interest reading or writing
   * @return whether an operation would not block
   * @throws SystemError if the socket is closed
   */
  protected abstract boolean isReady(Interest interest) throws SystemError;

  /** {@return whether {@link #close} has been called} */
  public abstract boolean isClosed();

  /**
   * Closes the socket, wakes all waiting threads and calls all registered callbacks. A second call
   * does nothing.
   *
   * @throws IOException if the system reports an error; the socket is closed nevertheless
   */
  public abstract void close() throws IOException;

  /**
   * Blocks until the descriptor is closed, so that the port is free again. Called after {@link
   * #close}.
   */
  public abstract void awaitFreed();
}
