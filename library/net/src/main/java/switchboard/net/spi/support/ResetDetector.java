package switchboard.net.spi.support;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;

/**
 * Decides whether the EOF that a read has returned was sent by the peer, for engines over a kernel.
 * Linux reports the loss of a connection only once: one call fails, and later reads return an EOF
 * that the peer never sent. So this class remembers an error that any call has received, and reads
 * throw it instead of returning EOF.
 *
 * <p>If a write is in the kernel while a read returns EOF, that write may be the call that receives
 * the error. The EOF is undecided until that write returns.
 *
 * <p>One thread at a time may call the methods for writes, and one the methods for reads.
 *
 * @since 0.1.0
 */
public final class ResetDetector {
  /** Counts each time a write enters or leaves the kernel, so it is odd during a write. */
  private volatile int writes;

  private volatile @Nullable SystemError lost;
  private volatile @Nullable Thread waiting;

  /** Whether the input was closed locally, so that reads no longer wait for a write. */
  private volatile boolean decided;

  /**
   * The value of {@link #writes} when a read returned EOF during a write, else 0. Confined to the
   * thread that reads.
   */
  private int undecided;

  /**
   * Whether the peer's EOF was read. An error that a write receives later does not change that.
   * Confined to the thread that reads.
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
   * @param error what the system call has reported
   */
  public void lose(SystemError error) {
    lost = error;
  }

  /** {@return whether a call has reported that the connection is lost; any thread may ask} */
  public boolean isLost() {
    return lost != null;
  }

  /**
   * Returns whether the EOF that a read has just returned was sent by the peer. Never blocks.
   *
   * @return false if this is undecided: see {@link #isUndecided}
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
   * Blocks until the write that may report the loss of the connection has returned. It may stay in
   * the kernel for a long time, as sendfile(2) does if the disk is slow.
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
   * Makes {@link #await} return now and in future, because the socket or its input was closed
   * locally. Any thread may call this.
   */
  public void decide() {
    decided = true;
    Thread reader = waiting;
    if (reader != null) {
      LockSupport.unpark(reader);
    }
  }
}
