package switchboard.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Handle;

/**
 * Closes sockets that became garbage before anybody closed them, and says so in the log, with the
 * place where they were opened if {@code -Dswitchboard.leaks=trace} asks for it. A net below the
 * rope, nothing to rely on: garbage may be noticed late or never.
 */
final class Leaks {
  private static final System.Logger LOG = System.getLogger("switchboard.net");
  private static final Cleaner CLEANER = Cleaner.create();
  private static final boolean TRACE = "trace".equals(System.getProperty("switchboard.leaks"));

  private Leaks() {}

  /**
   * Watches over a socket.
   *
   * @param what names it in the log; must not hold {@code owner}. Asked only for one that is lost:
   *     a text for each connection would be a good part of what an idle one holds
   */
  static Cleaner.Cleanable watch(Object owner, Handle handle, Supplier<String> what) {
    var opened = TRACE ? new Throwable("opened here by " + Thread.currentThread()) : null;
    var lost = new Lost(handle, what, opened, new AtomicBoolean());
    Cleaner.Cleanable cleanable = CLEANER.register(owner, lost);
    return new Watched(lost, cleanable);
  }

  /** The owner has closed it: nothing leaks. */
  static void forget(Cleaner.Cleanable cleanable) {
    cleanable.clean();
  }

  private record Watched(Lost lost, Cleaner.Cleanable cleanable) implements Cleaner.Cleanable {
    @Override
    public void clean() {
      lost.closedByOwner.set(true);
      cleanable.clean();
    }
  }

  private record Lost(
      Handle handle, Supplier<String> what, @Nullable Throwable opened, AtomicBoolean closedByOwner)
      implements Runnable {
    @Override
    public void run() {
      if (!closedByOwner.get()) {
        LOG.log(
            Level.WARNING, what.get() + " became garbage before it was closed; closing it", opened);
        quietly(handle::close);
      }
    }
  }

  /** Runs a closing step whose failure can no longer matter to anybody. */
  static void quietly(Closing step) {
    try {
      step.run();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "while closing", e);
    }
  }

  /** A step of closing. */
  interface Closing {
    void run() throws IOException;
  }
}
