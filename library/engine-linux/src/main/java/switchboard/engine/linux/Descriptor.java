package switchboard.engine.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import switchboard.net.spi.SystemError;

/**
 * A file descriptor that is closed only when no thread is inside a system call that uses it. The
 * kernel may reuse the number of a closed descriptor immediately. If the descriptor were closed
 * during a system call, this call could therefore read or write another socket. Safe for use by
 * several threads.
 */
abstract class Descriptor {
  /** The bit that {@link #end} sets; threads may still be inside system calls. */
  private static final int CLOSED = Integer.MIN_VALUE;

  /**
   * The state after close(2). Threads that call {@link #enter} after close(2) increment the state
   * from this value, but the state never reaches {@link #CLOSED}.
   */
  private static final int FREED = CLOSED + (1 << 30);

  private static final VarHandle STATE = state();

  private final Kernel kernel;
  private final int number;

  /** The number of threads inside system calls; negative after {@link #end}. */
  private volatile int state;

  Descriptor(Kernel kernel, int number) {
    this.kernel = kernel;
    this.number = number;
  }

  private static VarHandle state() {
    try {
      return MethodHandles.lookup().findVarHandle(Descriptor.class, "state", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  final Kernel kernel() {
    return kernel;
  }

  /** Returns the descriptor, which stays open until {@link #leave}. */
  final int enter() throws SystemError {
    if ((int) STATE.getAndAdd(this, 1) < 0) {
      leave();
      throw SystemError.closed();
    }
    return number;
  }

  final void leave() {
    if ((int) STATE.getAndAdd(this, -1) == CLOSED + 1) {
      free();
    }
  }

  /**
   * Rejects new system calls, and closes the descriptor when the last running call ends. Returns
   * whether the descriptor was open.
   */
  final boolean end() {
    int before = (int) STATE.getAndBitwiseOr(this, CLOSED);
    if (before == 0) {
      free();
    }
    return before >= 0;
  }

  private void free() {
    if (STATE.compareAndSet(this, CLOSED, FREED)) {
      forget(number);
      kernel.close(number);
    }
  }

  /** Called once, immediately before close(2). */
  abstract void forget(int freed);

  final boolean isClosed() {
    return state < 0;
  }

  /**
   * Waits until the descriptor is closed. Must be used only if no system call on the descriptor
   * blocks.
   */
  final void awaitFreed() {
    while (state >> 30 == CLOSED >> 30) {
      Thread.onSpinWait();
    }
  }
}
