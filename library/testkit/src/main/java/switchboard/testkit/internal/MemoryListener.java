package switchboard.testkit.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.TimeSlice;
import switchboard.net.spi.support.WakeList;

/**
 * A listening socket in memory. Connects succeed before they are accepted, as long as the backlog
 * has space; further connects stay pending, as on Linux. Safe for use by several threads.
 */
final class MemoryListener implements ListenerHandle {
  private static final int BACKLOG = 128;

  private final MemorySockets sockets;
  private final Options chosen;
  private final MemoryOptions options;
  private final int backlog;
  private final TimeSlice accepts = new TimeSlice();
  private final WakeList wakes = new WakeList();
  private Address local; // set once, before connects can reach this listener
  private final Deque<MemoryStream> callers = new ArrayDeque<>(); // guarded by this, as all below
  private final Deque<MemoryConnect> outside = new ArrayDeque<>();
  private boolean closed;

  MemoryListener(MemorySockets sockets, Address wanted, Options chosen) throws SystemError {
    this.sockets = sockets;
    this.chosen = chosen;
    this.options = MemoryOptions.ofListener(wanted, chosen);
    this.backlog = Math.max(1, chosen.get(Option.BACKLOG).orElse(BACKLOG));
    this.local = wanted;
    // locked, so that a connect that finds this listener early waits until its address is set
    synchronized (this) {
      this.local = sockets.streams().bind(wanted, this);
    }
    sockets.opened(this);
  }

  /** Adds a connect, which succeeds immediately or stays pending until the backlog has space. */
  void call(MemoryConnect connect) throws SystemError {
    synchronized (this) {
      if (!closed) {
        outside.add(connect);
      }
    }
    if (isClosed()) {
      connect.fail(new SystemError(SystemError.Kind.REFUSED, "Connection refused", "ECONNREFUSED"));
    }
    admit();
  }

  void giveUp(MemoryConnect connect) {
    synchronized (this) {
      outside.remove(connect);
    }
  }

  /** Completes pending connects while the backlog has space. */
  private void admit() throws SystemError {
    boolean admitted = false;
    while (true) {
      MemoryConnect connect;
      MemoryStream.End end;
      synchronized (this) {
        if (closed || outside.isEmpty() || callers.size() >= backlog) {
          break;
        }
        connect = outside.remove();
        end = connect.newEnd(sockets);
        callers.add(
            new MemoryStream(sockets, end.turned(), MemoryOptions.ofStream(end.remote(), chosen)));
      }
      connect.succeed(end);
      admitted = true;
    }
    if (admitted) {
      wakes.fire();
    }
  }

  @Override
  public StreamHandle accept() throws IOException {
    while (true) {
      StreamHandle caller = tryAccept();
      if (caller != null) {
        return caller;
      }
      wakes.await(this::canAccept);
    }
  }

  @Override
  public @Nullable StreamHandle tryAccept() throws IOException {
    MemoryStream caller;
    synchronized (this) {
      if (closed) {
        throw SystemError.closed();
      }
      caller = callers.poll();
    }
    if (caller != null) {
      sockets.opened(caller);
      admit();
      accepts.spend(0);
    }
    return caller;
  }

  private synchronized boolean canAccept() {
    return closed || !callers.isEmpty();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    List<MemoryStream> unheard;
    List<MemoryConnect> refused;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      unheard = new ArrayList<>(callers);
      refused = new ArrayList<>(outside);
      callers.clear();
      outside.clear();
    }
    sockets.streams().unbind(local, this);
    unheard.forEach(MemoryStream::abort);
    var error = new SystemError(SystemError.Kind.REFUSED, "Connection refused", "ECONNREFUSED");
    refused.forEach(connect -> connect.fail(error));
    sockets.closed(this);
    wakes.fire();
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    Registration watch = wakes.add(wake);
    if (canAccept()) {
      wakes.fire();
    }
    return watch;
  }

  @Override
  public ConnectionOptions options() {
    return options;
  }

  @Override
  public synchronized Address local() {
    return local;
  }

  @Override
  public String toString() {
    return "listener " + local();
  }
}
