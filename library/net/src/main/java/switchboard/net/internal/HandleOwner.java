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
 * A handle in the hands of its one owner, who closes it once. If the owner becomes garbage before,
 * the handle is closed and the log says so, with the place where it was opened if {@code
 * -Dswitchboard.leaks=trace} asks for it: a net below the rope, nothing to rely on, since garbage
 * may be noticed late or never.
 */
final class HandleOwner implements Runnable {
  private static final Log LOG = Log.named("switchboard.net");
  private static final Cleaner CLEANER = Cleaner.create();
  private static final boolean TRACE = "trace".equals(System.getProperty("switchboard.leaks"));

  private final Handle handle;
  private final Supplier<String> what;
  private final @Nullable Throwable opened;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Cleaner.Cleanable net;

  /**
   * Gives {@code handle} to {@code owner}.
   *
   * @param what names it in the log; must not hold {@code owner}. Asked only for one that is lost:
   *     a text for each connection would be a good part of what an idle one holds
   */
  HandleOwner(Object owner, Handle handle, Supplier<String> what) {
    this.handle = handle;
    this.what = what;
    this.opened = TRACE ? new Throwable("opened here by " + Thread.currentThread()) : null;
    this.net = CLEANER.register(owner, this);
  }

  /** A step of closing. */
  interface Closing {
    void run() throws IOException;
  }

  /** Ends the ownership by {@code step}, unless it has ended before. */
  void close(Closing step) {
    if (closed.compareAndSet(false, true)) {
      net.clean();
      quietly(step);
    }
  }

  /** Ends the ownership and leaves the handle as it is: somebody else has it now. */
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

  /** For the cleaner: the owner is garbage, or has just closed. */
  @Override
  public void run() {
    if (closed.compareAndSet(false, true)) {
      tellLost();
      quietly(handle::close);
    }
  }

  private void tellLost() {
    String template = "{} became garbage before it was closed; closing it";
    if (opened == null) {
      LOG.write(Level.WARNING, template, what.get());
    } else {
      LOG.write(Level.WARNING, opened, template, what.get());
    }
  }

  /** Runs a closing step whose failure can no longer matter to anybody. */
  static void quietly(Closing step) {
    try {
      step.run();
    } catch (IOException e) {
      LOG.write(Level.DEBUG, e, "while closing");
    }
  }
}
