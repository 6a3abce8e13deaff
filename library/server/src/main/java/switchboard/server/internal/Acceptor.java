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
 * Accepts the connections of one listener and passes them to the server. An acceptor has its own
 * thread, runs until the listener is closed, and continues after every error.
 *
 * <p>Under {@link Limits.Overload#BACKPRESSURE} the acceptor waits with an accepted connection
 * until a connection slot is free; further connections wait in the kernel's backlog. The acceptor
 * acquires a slot only after it has accepted a connection, so an idle listener does not occupy a
 * slot that another listener needs.
 */
public final class Acceptor implements Runnable {
  /** After a failed accept, the maximum time to wait for a call to end before the next accept. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final RunningServer server;
  private final Listener listener;
  private final Log log;
  private final Incident errors = new Incident();
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
      // The error concerns only one connection, or memory is short: the next accept may succeed.
      recover(e);
    }
  }

  /** Logs the error and waits. If logging fails too, for lack of memory, only waits. */
  private void recover(Throwable e) {
    try {
      waitAWhile(Level.ERROR, "{}: accept failed; trying again: {}", e);
    } catch (RuntimeException | Error again) {
      pause();
    }
  }

  private void pause() {
    try {
      LockSupport.parkNanos(this, PAUSE.toNanos());
    } catch (RuntimeException | Error outOfMemory) {
      Thread.onSpinWait();
    }
  }

  private void acceptOne() throws IOException {
    Connection connection = accept();
    if (connection == null) {
      return;
    }
    boolean passedOn = false;
    try {
      if (gate != null && !gate.accepts(connection.remote())) {
        server.filtered(connection);
        return;
      }
      boolean backpressure = server.limits().overload() == Limits.Overload.BACKPRESSURE;
      boolean slot = backpressure && awaitSlot(connection);
      if (slot || !backpressure) {
        passedOn = true;
        admit(connection, slot);
      }
    } finally {
      if (!passedOn) {
        // The filter rejected the connection, or the listener was closed. When a listener is
        // closed, the kernel also resets the connections in its backlog.
        connection.abort();
      }
    }
  }

  private void admit(Connection connection, boolean slot) {
    try {
      server.admit(connection, slot);
    } catch (RuntimeException | Error e) {
      connection.abort(); // no other code has a reference to the connection
      throw e;
    }
  }

  /**
   * Blocks until a slot was acquired for the connection. Returns false, without a slot, if the
   * listener is closed.
   */
  private boolean awaitSlot(Connection connection) throws IOException {
    if (server.calls().tryTakeSlot()) {
      return true;
    }
    server.countOverload(0, connection.remote(), RunningServer.CONNECTIONS);
    while (true) {
      try {
        return server.calls().awaitSlot(() -> !listener.isOpen());
      } catch (OperationInterruptedException stray) {
        Thread.interrupted(); // an interrupt neither stops a server nor loses a connection
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
    } catch (ConnectionLostException e) {
      log.write(Level.DEBUG, "a connection was lost before it was accepted: {}", e.getMessage());
      return null;
    } catch (TooManyOpenFilesException e) {
      server.counters().countOutOfDescriptors();
      JfrEvents.overloaded("descriptors", 0, "");
      waitAWhile(
          Level.WARNING,
          "{}: no file descriptor is left; new connections wait until a call ends: {}",
          e);
      return null;
    } catch (IOException e) {
      // accept(2) also reports pending network errors of the new socket, which are temporary.
      waitAWhile(Level.WARNING, "{}: accept failed; trying again: {}", e);
      return null;
    }
  }

  /**
   * Waits for at most {@link #PAUSE} until a call has ended and its descriptor is closed. During
   * this time new connections stay in the kernel's backlog.
   */
  private void waitAWhile(Level level, String template, Throwable e) {
    Thread.interrupted(); // an interrupt does not stop a server
    if (errors.begins(Ticker.current().nanos())) {
      log.write(level, template, listener.local(), e);
    }
    long before = server.counters().closed();
    try (var _ = Deadline.after(PAUSE)) {
      server.calls().await(() -> !listener.isOpen() || server.counters().closed() != before);
    } catch (IOException timeout) {
      // Other code of this process may have closed a descriptor, so the next accept may succeed.
    }
  }
}
