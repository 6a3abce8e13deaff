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
  private static final String FAILED = "#{} the handler failed for {}";

  private final RunningServer server;
  private final long id;
  private final ServedConnection connection;

  /** The address under which this call is counted, or null without a limit; guarded by this. */
  private Address.@Nullable Inet host;

  /**
   * Whether the slot of this call and its share of the limit per address are released; guarded by
   * this.
   */
  private boolean freed;

  private final CallInspection inspection;
  private final long acceptedNanos;
  private volatile @Nullable Thread thread;

  /**
   * The task that the event loop runs for this call. The loop's current task therefore shows
   * whether the loop is running this call.
   */
  private volatile @Nullable Runnable task;

  private boolean counted; // guarded by the counters of the server

  private volatile String protocol = "";

  /**
   * The message of the exception that ended the handler, or empty; written by the handler's thread.
   */
  private volatile String detail = "";

  /** The first reason for which the server ended this call, or null if it has not. */
  private volatile @Nullable CloseReason endedFor;

  /** An action of the handler that runs when the server ends the call. */
  private volatile @Nullable Runnable whenEnded;

  private final AtomicReference<@Nullable Runnable> onDrain = new AtomicReference<>();

  /** False while this call waits for the end of another call under the sequential strategy. */
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

  /**
   * Sets an action that runs when the server ends the call that the calling thread serves. Does
   * nothing if the calling thread runs no handler.
   */
  public static void whenEnded(Runnable action) {
    if (CURRENT.isBound()) {
      ServedCall call = CURRENT.get();
      call.whenEnded = action;
      // The check follows the setting of the action, because end() works in the opposite order.
      if (call.isEnded()) {
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
    // The check follows the setting of the action, because a drain works in the opposite order.
    if (isDraining()) {
      runOnDrain();
    }
  }

  private void runOnDrain() {
    Runnable action = onDrain.getAndSet(null);
    if (action != null) {
      server.sideTasks().runCallback(action);
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
      server.sideTasks().tellOpened(id, connection.remote());
      reason = JfrEvents.recorded(id, connection, this::serveAsCurrent);
    } finally {
      server.ended(this, reason);
      // this step is the last one, because it may fail for lack of memory
      server.sideTasks().tellClosed(summary(reason));
    }
  }

  private CallSummary summary(CloseReason reason) {
    Duration time = Duration.ofNanos(server.nanos() - acceptedNanos);
    String why = endedFor == null ? detail : sentence(reason);
    return new ClosedCall(
        id, connection.remote(), protocol, bytesRead(), bytesWritten(), time, reason, why);
  }

  /**
   * Begins the call. If this method returns true, the calling thread must also end the call.
   *
   * @return false if the call has already begun
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
        // logging the failure has failed, too, but the connection must still be closed
        connection.abort();
      }
    }
  }

  /** Runs the handler, and closes the connection gracefully or with a reset. */
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
   * Clears the interrupt status and closes deadlines that the handler has left open. The thread
   * must still close the connection and, under the sequential strategy, accept the next connection.
   */
  private static void tidyThread() {
    Thread.interrupted();
    for (Deadline left = Deadline.current(); left != null; left = Deadline.current()) {
      left.close();
    }
  }

  private CloseReason reasonFor(Exception e) {
    if (endedFor != null) {
      // this result is not reported: endedFor is reported instead, because it is the cause
      return CloseReason.FAILED;
    }
    if (e instanceof DrainingException) {
      flushFinally();
      return CloseReason.DONE;
    }
    if (e instanceof ConnectionLostException) {
      server.log().write(Level.DEBUG, "#{} connection lost: {}", id, e.getMessage());
      return CloseReason.LOST;
    }
    if (e instanceof SocketClosedException && !connection.isOpen()) {
      return CloseReason.DONE; // the handler closed the connection, perhaps on another thread
    }
    if (e instanceof ProgramException) {
      server
          .log()
          .write(
              Level.WARNING,
              "#{} no program could be started for {}: {}",
              id,
              connection.remote(),
              e.getMessage());
      return CloseReason.FAILED;
    }
    if (e instanceof IOException) {
      server
          .log()
          .write(
              Level.DEBUG,
              "#{} the handler ended the call of {}: {}",
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

  /** Flushes bytes that the handler has written before it threw an exception. */
  private void flushFinally() {
    try (var _ = Deadline.after(LingeringClose.TIME_MAX)) {
      connection.sink().flush();
    } catch (IOException e) {
      server
          .log()
          .write(Level.DEBUG, "#{} the last output could not be sent: {}", id, e.getMessage());
    }
  }

  /** Runs the onDrain action, and wakes a blocked read so that it notices the drain. */
  void beginDrain() {
    runOnDrain();
    connection.input().wake();
  }

  DrainPolicy drainPolicy() {
    return server.setup().drainPolicy();
  }

  /**
   * Ends the call, so that a read in which the handler is blocked fails. For {@link
   * CloseReason#DRAINED}, also resets the connection and interrupts the handler.
   */
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

  /** Sets the reason for the end of the call. Returns false if a reason was already set. */
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

  /** Returns whether the slot of this call and its share of the limit per address are released. */
  synchronized boolean isFreed() {
    return freed;
  }

  /** Records that the slot of this call is released. Returns false if that was already recorded. */
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

  /** Returns whether the bytes of this call are included in the totals of ended calls. */
  boolean isCounted() {
    return counted;
  }

  void setCounted() {
    counted = true;
  }

  /** Returns whether {@code loop} is running this call now. */
  boolean isOn(EventLoop loop) {
    Runnable mine = task;
    return mine != null && loop.running() == mine;
  }

  /** Returns the thread that runs the handler, or null if the handler is not running. */
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
      case IDLE -> "idle timeout";
      case NO_FIRST_BYTE -> "first-byte timeout";
      case REJECTED -> "no more " + RunningServer.OF_ONE_ADDRESS;
      case SLOW_CONSUMER -> "the peer reads too slowly";
      default -> "the server is stopping";
    };
  }

  /** Returns whether the handler of this call has begun. */
  boolean isStarted() {
    return started;
  }

  /** Returns the state of this call that the idle monitor stores between its rounds. */
  CallInspection inspection() {
    return inspection;
  }
}
