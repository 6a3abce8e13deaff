package switchboard.engine.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import switchboard.net.spi.SystemError;

/**
 * A file descriptor that is closed only when no thread is inside a call with it. The kernel reuses
 * the numbers of closed descriptors at once, so a call that is still running could otherwise read
 * or write another socket. Safe for use by several threads.
 */
abstract class Descriptor {
  /** Set when the descriptor is closed; threads may still be inside calls. */
  private static final int CLOSED = Integer.MIN_VALUE;

  /** The state after close(2). Late callers count up from here and never reach {@link #CLOSED}. */
  private static final int FREED = CLOSED + (1 << 30);

  private static final VarHandle STATE = state();

  private final Kernel kernel;
  private final int number;

  /** The number of threads inside calls; negative after {@link #end}. */
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
   * Refuses new calls, and closes the descriptor when the last call ends. Returns whether it was
   * open.
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

  /** Called once, just before close(2). */
  abstract void forget(int freed);

  final boolean isClosed() {
    return state < 0;
  }

  /** Waits until the descriptor is closed. Calls inside must not block. */
  final void awaitFreed() {
    while (state >> 30 == CLOSED >> 30) {
      Thread.onSpinWait();
    }
  }
}
