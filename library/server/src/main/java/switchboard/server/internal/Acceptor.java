package switchboard.server.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.Listener;
import switchboard.net.OperationInterruptedException;
import switchboard.net.SocketClosedException;
import switchboard.net.Ticker;
import switchboard.net.TooManyOpenFilesException;
import switchboard.net.internal.Log;
import switchboard.server.AcceptFilter;
import switchboard.server.Limits;

/**
 * Accepts the connections of one listener and hands each to the server. Runs on a thread of its own
 * until the listener is closed; whatever fails meanwhile, it goes on.
 *
 * <p>Under {@link Limits.Overload#BACKPRESSURE} it holds the one connection that it has accepted
 * until there is a slot for it, and the others wait in the kernel. It takes no slot before it has a
 * connection, so an idle listener keeps none from the others.
 */
public final class Acceptor implements Runnable {
  /** The longest wait for a descriptor, if no call ends before. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final RunningServer server;
  private final Listener listener;
  private final Log log;
  private final Incident trouble = new Incident();
  private final @Nullable FilterGate gate;

  public Acceptor(RunningServer server, Listener listener) {
    this.server = server;
    this.listener = listener;
    this.log = server.log();
    AcceptFilter filter = server.setup().acceptFilter();
    this.gate = filter == null ? null : new FilterGate(filter, log, server.network().ticker());
  }

  @Override
  public void run() {
    try {
      while (listener.isOpen()) {
        acceptNext();
      }
    } finally {
      server.acceptorEnded();
    }
  }

  private void acceptNext() {
    try {
      acceptOne();
    } catch (IOException | RuntimeException | Error e) {
      // A caller, or memory that can't be had: whatever it is, there are more callers.
      recover(e);
    }
  }

  /** Also what is done about a failure may fail, if there is no memory. */
  private void recover(Throwable e) {
    try {
      waitAWhile(Level.ERROR, "{}: accepting has failed; trying again: {}", e);
    } catch (RuntimeException | Error again) {
      pause();
    }
  }

  private void pause() {
    try {
      LockSupport.parkNanos(this, PAUSE.toNanos());
    } catch (RuntimeException | Error noMemoryForThat) {
      Thread.onSpinWait();
    }
  }

  private void acceptOne() throws IOException {
    Connection caller = accept();
    if (caller == null) {
      return;
    }
    boolean handedOn = false;
    try {
      if (gate != null && !gate.accepts(caller.remote())) {
        server.filtered(caller);
        return;
      }
      boolean waits = server.limits().overload() == Limits.Overload.BACKPRESSURE;
      boolean slot = waits && awaitSlot(caller);
      if (slot || !waits) {
        handedOn = true;
        admit(caller, slot);
      }
    } finally {
      if (!handedOn) {
        // Rejected, or as the kernel does with connections in the backlog of a closed listener.
        caller.abort();
      }
    }
  }

  private void admit(Connection caller, boolean slot) {
    try {
      server.admit(caller, slot);
    } catch (RuntimeException | Error e) {
      caller.abort(); // nothing else refers to it
      throw e;
    }
  }

  /** Blocks until there is a slot for this caller; false if the listener is closed before. */
  private boolean awaitSlot(Connection caller) throws IOException {
    if (server.calls().tryTakeSlot()) {
      return true;
    }
    server.countOverload(0, caller.remote(), RunningServer.CONNECTIONS);
    while (true) {
      try {
        return server.calls().awaitSlot(() -> !listener.isOpen());
      } catch (OperationInterruptedException stray) {
        Thread.interrupted(); // an interruption does not end a server or lose a connection
      }
    }
  }

  private @Nullable Connection accept() throws IOException {
    try {
      return listener.accept();
    } catch (SocketClosedException closed) {
      if (listener.isOpen()) {
        server.fail(listener, closed);
      }
      return null;
    } catch (ConnectionLostException gone) {
      log.write(Level.DEBUG, "a caller was lost before it was accepted: {}", gone.getMessage());
      return null;
    } catch (TooManyOpenFilesException e) {
      server.counters().countOutOfDescriptors();
      JfrEvents.overloaded("descriptors", 0, "");
      waitAWhile(
          Level.WARNING,
          "{}: no file descriptor is left for callers; they wait until somebody leaves: {}",
          e);
      return null;
    } catch (IOException e) {
      // accept(2) hands out errors of the network and of the callers: they pass.
      waitAWhile(Level.WARNING, "{}: callers can't be accepted now; trying again: {}", e);
      return null;
    }
  }

  /**
   * The caller stays in the backlog. Those who are served go on, and each that leaves frees a
   * descriptor.
   */
  private void waitAWhile(Level level, String template, Throwable e) {
    Thread.interrupted(); // an interruption does not end a server
    if (trouble.begins(Ticker.current().nanos())) {
      log.write(level, template, listener.local(), e);
    }
    long before = server.counters().closed();
    try (var _ = Deadline.after(PAUSE)) {
      server.calls().await(() -> !listener.isOpen() || server.counters().closed() != before);
    } catch (IOException again) {
      // Other parts of the process may have closed something: try.
    }
  }
}
