package switchboard.net.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Handle;
import switchboard.net.spi.SystemError;

/**
 * Closes a handle exactly once. If the owner of the handle, such as a connection, is
 * garbage-collected before the application has closed it, this class closes the handle and logs a
 * warning. With {@code -Dswitchboard.leaks=trace}, the warning contains the stack trace of the code
 * that opened the handle. Applications must not rely on this, because the garbage collector may
 * find the owner hours later, or never.
 */
final class HandleOwner implements Runnable {
  private static final Log LOG = Log.named("switchboard.net");
  private static final Cleaner CLEANER = Cleaner.create();
  private static final boolean TRACE = "trace".equals(System.getProperty("switchboard.leaks"));

  private final Handle handle;
  private final Supplier<String> what;
  private final @Nullable Throwable opened;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Cleaner.Cleanable cleanable;

  /**
   * Makes {@code owner} the owner of {@code handle}.
   *
   * @param what returns the name of the socket for the log; must not refer to {@code owner}. Called
   *     only if the owner was not closed: the text is not created earlier, because it would be a
   *     large part of the memory of an idle connection
   */
  HandleOwner(Object owner, Handle handle, Supplier<String> what) {
    this.handle = handle;
    this.what = what;
    this.opened = TRACE ? new Throwable("opened here by " + Thread.currentThread()) : null;
    this.cleanable = CLEANER.register(owner, this);
  }

  /** An operation that closes a handle. */
  interface Closing {
    void run() throws IOException;
  }

  /**
   * Runs {@code step} to close the handle, unless {@link #close} or {@link #handOver} was called
   * before.
   */
  void close(Closing step) {
    if (closed.compareAndSet(false, true)) {
      cleanable.clean();
      quietly(step);
    }
  }

  /**
   * Ends the ownership without closing the handle. Called when another object becomes the owner of
   * the handle.
   */
  void handOver() {
    close(() -> {});
  }

  boolean isOpen() {
    return !closed.get();
  }

  void requireOpen() throws SystemError {
    if (closed.get()) {
      throw SystemError.closed();
    }
  }

  /** Called by the cleaner if the owner has become unreachable, and by {@link #close}. */
  @Override
  public void run() {
    if (closed.compareAndSet(false, true)) {
      warn();
      quietly(handle::close);
    }
  }

  private void warn() {
    String template = "{} became garbage before it was closed; closing it";
    if (opened == null) {
      LOG.write(Level.WARNING, template, what.get());
    } else {
      LOG.write(Level.WARNING, opened, template, what.get());
    }
  }

  /** Runs {@code step}. An exception is only logged, because no caller could handle it. */
  static void quietly(Closing step) {
    try {
      step.run();
    } catch (IOException e) {
      LOG.write(Level.DEBUG, e, "closing a socket or leaving a group has failed");
    }
  }
}
