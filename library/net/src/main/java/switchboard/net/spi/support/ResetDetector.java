package switchboard.net.spi.support;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;

/**
 * Decides whether the end that a read has seen is the peer's, for engines on the kernel. Linux
 * tells of a lost connection once: the call that hears of it fails, and later reads find an end of
 * the stream that the peer never sent. So what any call has heard is kept here, and given again.
 *
 * <p>A write that is in the kernel while a read sees the end may be the call that hears of the
 * loss. Until it has returned, the end is undecided. One thread writes and one reads at a time.
 */
public final class ResetDetector {
  /** How often a write has entered or left the kernel: odd while one is inside. */
  private volatile int writes;

  private volatile @Nullable SystemError lost;
  private volatile @Nullable Thread waiting;

  /** Whether this side reads no more, so that no write is waited for. */
  private volatile boolean decided;

  /** The value of {@link #writes} when the end was seen during a write, else 0. By the reader. */
  private int undecided;

  /**
   * Whether the peer's end was read: what a write hears later does not change it. By the reader.
   */
  private boolean reached;

  /** Creates one for a connection that is established. */
  public ResetDetector() {}

  /** A write enters the kernel. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread writes at a time
  public void enterWrite() {
    writes++;
  }

  /** The write has returned, and {@link #lose} was called if it has heard of a loss. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  public void leaveWrite() {
    writes++;
    Thread reader = waiting;
    if (reader != null) {
      LockSupport.unpark(reader);
    }
  }

  /** Keeps the error by which a call has heard that the connection is lost. */
  public void lose(SystemError error) {
    lost = error;
  }

  /** Whether a call has heard that the connection is lost. Any thread. */
  public boolean isLost() {
    return lost != null;
  }

  /**
   * Returns whether the end that a read has just seen is the peer's; false while it is undecided,
   * see {@link #isUndecided}. Never blocks.
   *
   * @throws SystemError the loss, if the connection is lost: then there is no end
   */
  public boolean isReached() throws SystemError {
    if (reached) {
      return true;
    }
    int now = writes;
    if (undecided == 0 && (now & 1) != 0) {
      undecided = now;
    }
    if (undecided == now && undecided != 0 && !decided) {
      return false;
    }
    undecided = 0;
    SystemError error = lost;
    if (error != null) {
      throw error;
    }
    reached = true;
    return true;
  }

  /**
   * Whether an end was seen while a write was in the kernel, and {@link #await} is to be called.
   */
  public boolean isUndecided() {
    return undecided != 0;
  }

  /**
   * Blocks until the write has returned that may have heard of a loss; it may be in the kernel for
   * long, as sendfile(2) is when the disk is slow.
   */
  public void await() throws IOException {
    waiting = Thread.currentThread();
    try {
      while (undecided == writes && !decided) {
        Waiting.park(this);
      }
    } finally {
      waiting = null;
    }
  }

  /** Ends {@link #await} for good: this side has closed, or shut its input. Any thread. */
  public void decide() {
    decided = true;
    Thread reader = waiting;
    if (reader != null) {
      LockSupport.unpark(reader);
    }
  }
}
