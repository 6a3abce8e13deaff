package switchboard.net.spi.support;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;

/**
 * Decides whether an EOF that a read has returned was sent by the peer. For engines that use the
 * sockets of a kernel. Linux reports the loss of a connection only once: one call fails, and later
 * reads return an EOF that the peer has never sent. Therefore this class records the error that
 * reports the loss, whichever call has failed with it, and later reads throw the recorded error
 * instead of returning EOF.
 *
 * <p>If a read returns EOF while a write is in the kernel, the write may be the call that receives
 * the error. Until that write returns, it is not known whether the peer has sent the EOF. Such an
 * EOF is called undecided.
 *
 * <p>At most one thread at a time may call the methods for writes, and at most one thread at a time
 * may call the methods for reads.
 *
 * @since 0.1.0
 */
public final class ResetDetector {
  /**
   * The number of times that a write has entered or left the kernel, so the number is odd during a
   * write.
   */
  private volatile int writes;

  private volatile @Nullable SystemError lost;
  private volatile @Nullable Thread waiting;

  /** Whether this side has closed the input. If so, reads do not wait for a write. */
  private volatile boolean decided;

  /**
   * The value of {@link #writes} when a read returned EOF during a write; 0 if the EOF is not
   * undecided. Confined to the thread that reads.
   */
  private int undecided;

  /**
   * Whether the EOF of the peer was read. A later error of a write does not change this. Confined
   * to the thread that reads.
   */
  private boolean reached;

  /** Creates a detector for an established connection. */
  public ResetDetector() {}

  /** Must be called before a write enters the kernel. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread writes at a time
  public void enterWrite() {
    writes++;
  }

  /**
   * Must be called after a write has returned from the kernel, and after {@link #lose} if the write
   * has reported that the connection is lost.
   */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  public void leaveWrite() {
    writes++;
    Thread reader = waiting;
    if (reader != null) {
      LockSupport.unpark(reader);
    }
  }

  /**
   * Records that the connection is lost.
   *
   * @param error the error of the system call
   */
  public void lose(SystemError error) {
    lost = error;
  }

  /**
   * {@return whether a call has reported that the connection is lost; any thread may call this
   * method}
   */
  public boolean isLost() {
    return lost != null;
  }

  /**
   * Returns whether the EOF that a read has just returned was sent by the peer. Never blocks.
   *
   * @return true if the peer has sent the EOF; false if this is not known yet, see {@link
   *     #isUndecided}
   * @throws SystemError the recorded error, if the connection is lost
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
   * Returns whether a read has returned EOF while a write was in the kernel. The reader must then
   * call {@link #await} and read again.
   *
   * @return whether the EOF is undecided
   */
  public boolean isUndecided() {
    return undecided != 0;
  }

  /**
   * Blocks until the write that may report the loss of the connection has returned. The write may
   * stay in the kernel for seconds, for example in sendfile(2) with a slow disk.
   *
   * @throws IOException if a deadline passes or the thread is interrupted
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

  /**
   * Makes current and later calls of {@link #await} return, because the socket or its input was
   * closed locally. Any thread may call this method.
   */
  public void decide() {
    decided = true;
    Thread reader = waiting;
    if (reader != null) {
      LockSupport.unpark(reader);
    }
  }
}
