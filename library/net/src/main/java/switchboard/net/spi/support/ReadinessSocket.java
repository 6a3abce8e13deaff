package switchboard.net.spi.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.SystemError;

/**
 * A non-blocking socket with its two interests, the base of an engine's own socket class. It is
 * watched from the first wait on, by the watcher of the event loop that the waiting thread runs on
 * or else by that of a poller, and stays there. A connect and the stream that comes of it share
 * one. Any thread; one at a time reads and one writes.
 *
 * @param <W> the engine's kind of watcher
 */
public abstract class ReadinessSocket<W extends Watcher> {
  private final EngineLoops<W> loops;
  private final InterestSlot read = new InterestSlot(Interest.READ);
  private final InterestSlot write = new InterestSlot(Interest.WRITE);
  private final TimeSlice reads = new TimeSlice();
  private final TimeSlice writes = new TimeSlice();
  private volatile @Nullable W watcher;

  /** Creates one that nobody watches yet. */
  protected ReadinessSocket(EngineLoops<W> loops) {
    this.loops = loops;
  }

  /** Blocks until a read or an accept may succeed, or the socket is closed; may return early. */
  public final void awaitReadable() throws IOException {
    if (read.await(this)) {
      reads.renew();
      writes.renewIfOf(Thread.currentThread());
    }
  }

  /** Blocks until a write may succeed, or the socket is closed; may return early. */
  public final void awaitWritable() throws IOException {
    if (write.await(this)) {
      writes.renew();
      reads.renewIfOf(Thread.currentThread());
    }
  }

  /** Counts {@code bytes} that the calling thread has read, or accepted, without waiting. */
  public final void spendOnReading(long bytes) {
    reads.spend(bytes);
  }

  /** Counts {@code bytes} that the calling thread has written without waiting. */
  public final void spendOnWriting(long bytes) {
    writes.spend(bytes);
  }

  /** Registers as {@link switchboard.net.spi.Handle#onReady} says. */
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
      if (mine.isEdgeTriggered() && isReady(interest)) { // its edge may have come before
        slot.tell(InterestSlot.ALL_LOOKS);
      }
    } catch (SystemError closed) {
      slot.tell(InterestSlot.ALL_LOOKS); // their next call finds out
    }
    return registration;
  }

  /** Returns the watcher of this socket, which the first call chooses by the calling thread. */
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

  /** Returns the watcher, or null if nobody has waited yet. */
  protected final @Nullable W watcherIfAny() {
    return watcher;
  }

  /** Returns the slot of {@code interest}. */
  protected final InterestSlot slot(Interest interest) {
    return interest == Interest.READ ? read : write;
  }

  /**
   * Wakes those who wait, after an edge-triggered watcher has reported {@code interest}. The edge
   * may be older than a registration and what it reported taken already, so the kernel is asked
   * before registrations run.
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

  /** Makes a thread that is blocked in {@link #awaitReadable} return. */
  public final void wakeReader() {
    wake(read);
  }

  /** Wakes everybody who waits; after the socket has been closed or has failed. */
  public final void wakeAll() {
    wake(read);
    wake(write);
  }

  private static void wake(InterestSlot slot) {
    slot.wake();
    slot.tell(InterestSlot.ALL_LOOKS);
  }

  /**
   * Asks the watcher to report {@code interest}, which sets {@link InterestSlot#setArmed} now or
   * when the watcher looks next.
   *
   * @throws SystemError when the socket or its watcher is closed, or the kernel has no memory
   */
  protected abstract void arm(Interest interest) throws SystemError;

  /**
   * Asks the kernel whether {@code interest} holds now.
   *
   * @throws SystemError when the socket is closed
   */
  protected abstract boolean isReady(Interest interest) throws SystemError;

  /** Whether {@link #close} was called. */
  public abstract boolean isClosed();

  /** Gives the socket back to the kernel and wakes everybody who waits. Repeatable. */
  public abstract void close() throws IOException;

  /** Blocks until the kernel has the descriptor, and so the port, back after {@link #close}. */
  public abstract void awaitFreed();
}
