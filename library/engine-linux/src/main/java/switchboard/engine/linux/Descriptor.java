package switchboard.engine.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import switchboard.net.spi.SystemError;

/**
 * A descriptor that is given back to the kernel only when nobody is inside a call with it: the
 * kernel hands the same number out again at once, and a latecomer would read what belongs to
 * somebody else. Any thread.
 */
abstract class Descriptor {
  /** Closed, and somebody may still be inside. */
  private static final int CLOSED = Integer.MIN_VALUE;

  /** Given back. Latecomers count on from here and never come to {@link #CLOSED}. */
  private static final int FREED = CLOSED + (1 << 30);

  private static final VarHandle STATE = state();

  private final Kernel kernel;
  private final int number;

  /** How many are inside, and negative once it is closed. */
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

  /** The number, which is this socket's until {@link #leave}. */
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

  /** Ends it for newcomers; whether it was open. */
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

  /** Called once, just before the number goes back. */
  abstract void forget(int freed);

  final boolean isClosed() {
    return state < 0;
  }

  /** Waits until the number is given back; those inside do not block. */
  final void awaitFreed() {
    while (state >> 30 == CLOSED >> 30) {
      Thread.onSpinWait();
    }
  }
}
