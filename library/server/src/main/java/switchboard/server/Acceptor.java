package switchboard.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.Listener;
import switchboard.net.OutOfDescriptorsException;
import switchboard.net.SocketClosedException;
import switchboard.net.Ticker;

/**
 * The operator at one listener: takes a call, plugs the caller through, and turns back to the
 * board. Runs on a thread of its own until the listener is closed.
 */
final class Acceptor implements Runnable {
  private static final System.Logger LOG = System.getLogger("switchboard.server");

  /** How long to wait for a descriptor if nobody leaves before. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** After how long without trouble the next one is told again. */
  private static final Duration CALM = Duration.ofSeconds(10);

  private final Server server;
  private final Listener listener;
  private boolean troubleTold;
  private long troubleNanos;

  Acceptor(Server server, Listener listener) {
    this.server = server;
    this.listener = listener;
  }

  @Override
  public void run() {
    try {
      while (listener.isOpen()) {
        try {
          acceptOne();
        } catch (IOException | RuntimeException | Error e) {
          // A caller, a log or a class that can't be had: whatever it is, there are more callers.
          waitAWhile(Level.ERROR, "accepting has failed; trying again", e);
        }
      }
    } finally {
      server.acceptorEnded();
    }
  }

  private void acceptOne() throws IOException {
    boolean place = takePlace();
    Connection caller = null;
    try {
      caller = accept();
    } finally {
      if (caller == null && place) {
        server.calls().givePlace();
      }
    }
    if (caller != null) {
      admit(caller, place);
    }
  }

  private void admit(Connection caller, boolean place) {
    try {
      server.admit(caller, place);
    } catch (RuntimeException | Error e) {
      caller.abort(); // nobody else knows of him
      throw e;
    }
  }

  /** With WAIT a place is taken before the caller is, so that he waits in the kernel. */
  private boolean takePlace() throws IOException {
    Calls calls = server.calls();
    if (server.limits().overload() == Limits.Overload.REFUSE) {
      return false;
    }
    if (!calls.tryTakePlace()) {
      server.counters().countOverload();
      Events.overloaded("connections", "");
      boolean[] taken = {false};
      calls.await(() -> !listener.isOpen() || (taken[0] = calls.tryTakePlace()));
      return taken[0];
    }
    return true;
  }

  private @Nullable Connection accept() throws IOException {
    if (!listener.isOpen()) {
      return null;
    }
    try {
      return listener.accept();
    } catch (SocketClosedException closed) {
      return null;
    } catch (ConnectionLostException gone) {
      LOG.log(Level.DEBUG, "a caller has gone before he was accepted: {0}", gone.getMessage());
      return null;
    } catch (OutOfDescriptorsException e) {
      server.counters().countOutOfDescriptors();
      Events.overloaded("descriptors", "");
      waitAWhile(
          Level.WARNING,
          "no file descriptor is left for callers; they wait until somebody leaves",
          e);
      return null;
    } catch (IOException e) {
      // accept(2) hands out errors of the network and of the callers: they pass.
      waitAWhile(Level.WARNING, "callers can't be accepted now; trying again", e);
      return null;
    }
  }

  /**
   * The caller stays in the backlog. Those who are served go on, and each that leaves frees a
   * descriptor.
   */
  private void waitAWhile(Level level, String trouble, Throwable e) {
    Thread.interrupted(); // nobody ends a server like this
    long now = Ticker.current().nanos();
    if (!troubleTold || now - troubleNanos > CALM.toNanos()) {
      troubleTold = true;
      tell(level, listener.local() + ": " + trouble + ": " + e);
    }
    troubleNanos = now;
    long before = server.counters().closed();
    try (var _ = Deadline.after(PAUSE)) {
      server.calls().await(() -> !listener.isOpen() || server.counters().closed() != before);
    } catch (IOException again) {
      // Other parts of the process may have closed something: try.
    }
  }

  private void tell(Level level, String sentence) {
    try {
      LOG.log(level, sentence);
    } catch (RuntimeException | Error noLog) {
      troubleTold = false; // a log may need a descriptor too; there will be another occasion
    }
  }
}
