package switchboard.server.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.Failure;
import switchboard.net.SocketClosedException;
import switchboard.net.spi.support.EventLoop;
import switchboard.server.Call;
import switchboard.server.CallSummary;
import switchboard.server.CloseReason;
import switchboard.server.DrainPolicy;
import switchboard.server.DrainingException;
import switchboard.server.ProgramException;

/** Implementation of {@link Call}. */
public final class ServedCall implements Call, Runnable {
  private static final ScopedValue<ServedCall> CURRENT = ScopedValue.newInstance();
  private static final String FAILED = "#{} the service has failed for {}";

  private final RunningServer server;
  private final long id;
  private final ServedConnection connection;

  /** The address that it counts for, if there is a limit; guarded by this, like the next. */
  private Address.@Nullable Inet host;

  /** Whether its slot and its share of the address are released. */
  private boolean freed;

  private final CallInspection inspection;
  private final long acceptedNanos;
  private volatile @Nullable Thread thread;

  /** The task that its event loop runs while it is this call's turn. */
  private volatile @Nullable Runnable task;

  private boolean counted; // guarded by the counters

  private volatile String protocol = "";

  /** The message of the exception that ended the handler, if any; written by its thread. */
  private volatile String detail = "";

  /** The reason for which the server ended it, if it did; the first reason stays. */
  private volatile @Nullable CloseReason endedFor;

  /** The action that the handler has set for the end of the call by the server. */
  private volatile @Nullable Runnable whenEnded;

  private final AtomicReference<@Nullable Runnable> onDrain = new AtomicReference<>();

  /** False while it waits for its turn, if calls are served in turn. */
  private volatile boolean started;

  ServedCall(RunningServer server, long id, Connection connection) {
    this.server = server;
    this.id = id;
    this.host = server.calls().host(connection.remote());
    this.connection = new ServedConnection(connection, this);
    this.acceptedNanos = server.nanos();
    this.inspection = new CallInspection(server, this, this.connection, acceptedNanos);
  }

  /**
   * Returns the call that the calling thread serves.
   *
   * @throws java.util.NoSuchElementException on other threads
   */
  public static ServedCall current() {
    return CURRENT.get();
  }

  /** Runs {@code action} when the server ends the call that the calling thread serves, if any. */
  public static void whenEnded(Runnable action) {
    if (CURRENT.isBound()) {
      ServedCall call = CURRENT.get();
      call.whenEnded = action;
      if (call.isEnded()) { // after setting it: the thread that ends it does the opposite
        action.run();
      }
    }
  }

  /** Returns the number of the call that the calling thread serves, or 0. */
  public static long currentId() {
    return CURRENT.isBound() ? CURRENT.get().id : 0;
  }

  /** Returns whether the calling thread runs a handler of {@code server}. */
  static boolean isOf(RunningServer server) {
    return CURRENT.isBound() && CURRENT.get().server == server;
  }

  @Override
  public boolean isDraining() {
    return server.isDraining();
  }

  @Override
  public void messageComplete() {
    connection.messageComplete();
  }

  @Override
  public void onDrain(Runnable action) {
    onDrain.set(action);
    if (isDraining()) { // after setting it: the server proceeds in the opposite order
      runOnDrain();
    }
  }

  private void runOnDrain() {
    Runnable action = onDrain.getAndSet(null);
    if (action != null) {
      server.asides().runCallback(action);
    }
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public void setProtocol(String name) {
    protocol = name;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    CloseReason reason = CloseReason.FAILED;
    try {
      server.asides().tellOpened(id, connection.remote());
      reason = JfrEvents.recorded(id, connection, this::serveAsCurrent);
    } finally {
      server.ended(this, reason);
      server.asides().tellClosed(summary(reason)); // last: there may be no memory for it
    }
  }

  private CallSummary summary(CloseReason reason) {
    Duration time = Duration.ofNanos(server.nanos() - acceptedNanos);
    String why = endedFor == null ? detail : sentence(reason);
    return new ClosedCall(
        id, connection.remote(), protocol, bytesRead(), bytesWritten(), time, reason, why);
  }

  /**
   * Begins the call, unless it was begun before. The thread that begins it also ends it, even if it
   * cannot be served.
   */
  synchronized boolean begin() {
    boolean first = !started;
    started = true;
    return first;
  }

  private CloseReason serveAsCurrent() {
    boolean closedInOrder = false;
    try {
      CloseReason reason = ScopedValue.where(CURRENT, this).call(this::serve);
      closedInOrder = true;
      return reason;
    } finally {
      if (!closedInOrder) {
        connection.abort(); // even the log has failed; the connection must not outlive the call
      }
    }
  }

  /** Runs the handler, and closes the connection as its outcome requires. */
  private CloseReason serve() {
    CloseReason reason = CloseReason.DONE;
    try {
      task = EventLoop.currentTask();
      thread = Thread.currentThread();
      server.service().handle(connection);
      connection.sink().flush();
    } catch (Exception e) {
      detail = String.valueOf(e.getMessage());
      reason = reasonFor(e);
    } catch (Error e) {
      detail = e.toString();
      server.log().write(Level.ERROR, e, FAILED, id, connection.remote());
      reason = CloseReason.FAILED;
    } finally {
      thread = null;
      tidyThread();
      connection.input().end();
    }
    CloseReason ended = endedFor;
    closeFor(ended == null ? reason : ended);
    return ended == null ? reason : ended;
  }

  /**
   * Removes what a careless handler has left on the thread, which goes on: it closes the
   * connection, and under the sequential strategy it accepts the next one.
   */
  private static void tidyThread() {
    Thread.interrupted();
    for (Deadline left = Deadline.current(); left != null; left = Deadline.current()) {
      left.close();
    }
  }

  private CloseReason reasonFor(Exception e) {
    if (endedFor != null) {
      return CloseReason.FAILED; // it failed because we ended it: that is the reason to tell
    }
    if (e instanceof DrainingException) {
      flushFinally();
      return CloseReason.DONE;
    }
    if (e instanceof ConnectionLostException) {
      server.log().write(Level.DEBUG, "#{} caller lost: {}", id, e.getMessage());
      return CloseReason.LOST;
    }
    if (e instanceof SocketClosedException && !connection.isOpen()) {
      return CloseReason.DONE; // the service closed it, perhaps from another thread
    }
    if (e instanceof ProgramException) {
      server
          .log()
          .write(
              Level.WARNING, "#{} nobody serves {}: {}", id, connection.remote(), e.getMessage());
      return CloseReason.FAILED;
    }
    if (e instanceof IOException) {
      server
          .log()
          .write(
              Level.DEBUG,
              "#{} ending the call of {}: {}",
              id,
              connection.remote(),
              e.getMessage());
      return CloseReason.ENDED;
    }
    server.log().write(Level.WARNING, e, FAILED, id, connection.remote());
    return CloseReason.FAILED;
  }

  private void closeFor(CloseReason reason) {
    switch (reason) {
      case FAILED, LOST, DRAINED, SLOW_CONSUMER -> connection.abort();
      case ENDED -> {
        flushFinally();
        server.closeInOrder(connection);
      }
      case REJECTED -> server.sendRejection(connection.socket());
      default -> server.closeInOrder(connection);
    }
  }

  /** Flushes bytes that the handler has written before it gave up. */
  private void flushFinally() {
    try (var _ = Deadline.after(LingeringClose.TIME_MAX)) {
      connection.sink().flush();
    } catch (IOException gone) {
      server
          .log()
          .write(Level.DEBUG, "#{} what was left to send was not sent: {}", id, gone.getMessage());
    }
  }

  /** Wakes a blocked read, so that it sees that the server is draining. */
  void beginDrain() {
    runOnDrain();
    connection.input().wake();
  }

  DrainPolicy drainPolicy() {
    return server.setup().drainPolicy();
  }

  /** Ends the call: the read in which the handler is blocked fails. */
  void end(CloseReason reason) {
    setEnded(reason);
    connection.input().wake();
    Runnable action = whenEnded;
    if (action != null) {
      action.run();
    }
    if (reason == CloseReason.DRAINED) {
      Thread busy = thread;
      connection.abort();
      if (busy != null) {
        busy.interrupt();
      }
    }
  }

  @Override
  public void slowConsumer(String detail) {
    if (!setEnded(CloseReason.SLOW_CONSUMER)) {
      return;
    }
    String remote = connection.remote().toString();
    JfrEvents.slowConsumer(id, remote, detail);
    server.log().write(Level.DEBUG, "#{} {} reads too slowly: {}", id, remote, detail);
  }

  /** Sets the reason of its end; false if it has one already. */
  private synchronized boolean setEnded(CloseReason reason) {
    boolean first = endedFor == null;
    if (first) {
      endedFor = reason;
    }
    return first;
  }

  @Override
  public void setRemote(Address remote) throws IOException {
    if (!server.calls().tryMove(this, remote)) {
      server.countOverload(id, remote, RunningServer.OF_ONE_ADDRESS);
      end(CloseReason.REJECTED);
      connection.setRemote(remote);
      requireNotEnded();
    }
    connection.setRemote(remote);
  }

  synchronized Address.@Nullable Inet host() {
    return host;
  }

  synchronized void setHost(Address.@Nullable Inet other) {
    host = other;
  }

  /** Returns whether its slot and its share of the address are released. */
  synchronized boolean isFreed() {
    return freed;
  }

  /** Notes that its slot is released; false if it was before. */
  synchronized boolean setFreed() {
    boolean first = !freed;
    freed = true;
    return first;
  }

  long bytesRead() {
    return connection.traffic().bytesRead();
  }

  long bytesWritten() {
    return connection.traffic().bytesWritten();
  }

  /** Returns whether its bytes are counted with those of the calls that have ended. */
  boolean isCounted() {
    return counted;
  }

  void setCounted() {
    counted = true;
  }

  boolean isOn(EventLoop loop) {
    Runnable mine = task;
    return mine != null && loop.running() == mine;
  }

  @Nullable Thread thread() {
    return thread;
  }

  boolean isEnded() {
    return endedFor != null;
  }

  void requireNotEnded() throws IOException {
    CloseReason ended = endedFor;
    if (ended != null) {
      throw new SocketClosedException(
          new Failure("read", connection.local(), connection.remote(), sentence(ended)));
    }
  }

  private static String sentence(CloseReason reason) {
    return switch (reason) {
      case IDLE -> "nothing has moved for too long";
      case NO_FIRST_BYTE -> "the first byte did not come in time";
      case REJECTED -> "no more " + RunningServer.OF_ONE_ADDRESS;
      case SLOW_CONSUMER -> "the caller reads too slowly";
      default -> "the server is closing";
    };
  }

  /** Returns whether its handler has begun. */
  boolean isStarted() {
    return started;
  }

  /** Returns what the idle monitor knows of it. */
  CallInspection inspection() {
    return inspection;
  }
}
