package switchboard.server.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Ticker;
import switchboard.net.internal.Log;
import switchboard.net.spi.Capability;
import switchboard.net.spi.support.WakeList;
import switchboard.server.CloseReason;
import switchboard.server.ConnectionHandler;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.server.Strategy;

/** Implementation of {@link Server}. */
public final class RunningServer implements Server {
  /** The maximum time to wait for the last round of the idle monitor, which checks timeouts. */
  private static final Duration LAST_ROUND_MAX = Duration.ofMillis(500);

  static final String CONNECTIONS = "connections";
  static final String OF_ONE_ADDRESS = "connections of one address";
  private static final String FILTERED = "rejected by the accept filter";

  private final ServerBuilder setup;
  private final ActiveCalls calls;
  private final Log log;
  private final ServerCounters counters;
  private final AtomicLong ids = new AtomicLong();
  private final Incident overload = new Incident();

  /**
   * Contains the error of the listener that has failed and thereby stopped the server; otherwise
   * null.
   */
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  private final List<Listener> listeners = new ArrayList<>();

  /** Under the sequential strategy, a call runs only while it holds this semaphore. */
  private final Semaphore turn = new Semaphore(1, true);

  private final WakeList over = new WakeList();
  private final AtomicInteger acceptors = new AtomicInteger();

  private final SideTasks sideTasks;

  private final AtomicBoolean drainBegun = new AtomicBoolean();
  private volatile boolean draining;
  private volatile boolean stopped;
  private volatile @Nullable Thread idleMonitor;

  RunningServer(ServerBuilder setup) throws IOException {
    this.setup = setup;
    this.calls = new ActiveCalls(setup.limits());
    this.counters = new ServerCounters(calls);
    this.log = Log.named("switchboard.server", setup.network().ticker());
    this.sideTasks = new SideTasks(log, calls::wake, setup.observer());
    try {
      for (Endpoint endpoint : setup.endpoints()) {
        listeners.addAll(network().listenAll(endpoint, setup.options()));
      }
    } catch (IOException | RuntimeException | Error e) {
      listeners.forEach(Listener::close);
      throw e;
    }
  }

  /** Starts the threads of a server whose listeners are open. */
  Server start() {
    log.open();
    boolean started = false;
    try {
      startThreads();
      started = true;
    } finally {
      // Memory was short, or no thread could be started. Close the listeners, so that clients
      // cannot connect to a server that does not run.
      if (!started) {
        listeners.forEach(Listener::close);
        stopped = true;
        calls.wake();
      }
    }
    return this;
  }

  private void startThreads() {
    acceptors.set(listeners.size());
    for (Listener listener : listeners) {
      String name = "switchboard-accept " + listener.local();
      StrategyThreads.acceptor(strategy(), network(), name, new Acceptor(this, listener)).start();
    }
    // The monitor has a platform thread, because busy handlers may occupy all carriers of virtual
    // threads. The thread is not a daemon, so that the JVM does not exit while a server runs.
    idleMonitor =
        Thread.ofPlatform()
            .daemon(false)
            .name("switchboard-idle-monitor")
            .start(new IdleMonitor(this));
    log.write(Level.DEBUG, "started {}", this);
  }

  @Override
  public List<Address> addresses() {
    return listeners.stream().map(Listener::local).toList();
  }

  @Override
  public List<Endpoint> endpoints() {
    return addresses().stream().map(Endpoint::of).toList();
  }

  @Override
  public Endpoint endpoint() {
    return endpoints().getFirst();
  }

  @Override
  public ServerCounters counters() {
    return counters;
  }

  @Override
  public boolean isDraining() {
    return draining;
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public void awaitStop() throws IOException {
    over.await(this::isStopped);
    IOException error = failure.get();
    if (error != null) {
      throw new IOException(error.getMessage(), error);
    }
  }

  @Override
  public void close() {
    drain(GRACE_PERIOD);
  }

  @Override
  public void drain(Duration grace) {
    drain(grace, grace.plus(ABORT_TIME_MAX));
  }

  @Override
  public void drain(Duration grace, Duration total) {
    draining = true;
    listeners.forEach(Listener::close);
    if (drainBegun.compareAndSet(false, true)) {
      sideTasks.runCallback(setup.onDrain());
    }
    calls.forEach(ServedCall::beginDrain);
    calls.wake();
    Ticker ticker = Ticker.current();
    // The drain has a new thread, because deadlines of the calling thread would shorten the grace
    // period.
    Thread stop =
        Thread.ofPlatform()
            .daemon()
            .name("switchboard-stop")
            .start(() -> ticker.run(() -> finish(grace, total)));
    if (!ServedCall.isOf(this)) {
      awaitEnd(stop);
    }
  }

  private static void awaitEnd(Thread stop) {
    boolean interrupted = false;
    while (stop.isAlive()) {
      try {
        stop.join();
      } catch (InterruptedException e) {
        interrupted = true; // an interrupt does not shorten a drain
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void finish(Duration grace, Duration total) {
    Ticker ticker = Ticker.current();
    long start = ticker.nanos();
    if (!emptyWithin(grace.compareTo(total) < 0 ? grace : total)) {
      calls.forEach(call -> call.end(CloseReason.DRAINED));
      if (!emptyWithin(total.minusNanos(ticker.nanos() - start))) {
        log.write(Level.ERROR, "{} handlers are still running after the drain", calls.size());
      }
    }
    stopped = true;
    over.fire();
    calls.wake();
    Thread lastRound = idleMonitor;
    if (lastRound != null) {
      LockSupport.unpark(lastRound);
      awaitLastRound(lastRound);
    }
    log.finish();
  }

  /** Waits for the idle monitor, which reports slow handlers in its last round. */
  private static void awaitLastRound(Thread idleMonitor) {
    try {
      idleMonitor.join(LAST_ROUND_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns whether no call is active and no call can become active any more. A connection passes
   * from an acceptor to a call and then to a side task. This method checks acceptors, calls and
   * side tasks in this order, so that it misses no connection.
   */
  private boolean isEmpty() {
    return acceptors.get() == 0 && calls.size() == 0 && sideTasks.isEmpty();
  }

  void acceptorEnded() {
    acceptors.decrementAndGet();
    calls.wake();
  }

  private boolean emptyWithin(Duration time) {
    try (var _ = Deadline.after(time)) {
      calls.await(this::isEmpty);
      return true;
    } catch (IOException timeout) {
      return false;
    }
  }

  void admit(Connection connection, boolean hasSlot) {
    boolean slot = hasSlot || calls.tryTakeSlot();
    long id = ids.incrementAndGet();
    ServedCall call = null;
    try {
      counters.countAccepted();
      JfrEvents.accepted(id, connection);
      call = slot ? entered(id, connection) : null;
    } catch (RuntimeException | Error e) {
      counters.countClosed(CloseReason.FAILED);
      throw e;
    } finally {
      if (slot && call == null) {
        calls.releaseSlot();
      }
    }
    if (call == null) {
      refuse(id, connection, slot ? OF_ONE_ADDRESS : CONNECTIONS);
    } else {
      run(call);
    }
  }

  private @Nullable ServedCall entered(long id, Connection connection) {
    var call = new ServedCall(this, id, connection);
    return calls.tryEnter(call) ? call : null;
  }

  private void run(ServedCall call) {
    try {
      String name = "switchboard " + call.connection().remote();
      StrategyThreads.run(strategy(), network(), name, () -> inTurn(call));
    } catch (RuntimeException | Error noThread) { // OutOfMemoryError if no thread can be started
      if (!call.begin()) {
        throw noThread;
      }
      call.connection().abort();
      ended(call, CloseReason.REJECTED);
      Address remote = call.connection().remote();
      counters.countOverload();
      JfrEvents.overloaded("threads", call.id(), remote.toString());
      sideTasks.tellRejected(call.id(), remote, "no more threads");
      log.write(
          Level.WARNING, "#{} no thread could be started for {}: {}", call.id(), remote, noThread);
    }
  }

  /**
   * Runs a call. Under the sequential strategy, first waits until no call of another listener runs.
   */
  private void inTurn(ServedCall call) {
    boolean sequential = setup.strategy() == Strategy.SEQUENTIAL;
    boolean hasTurn = false;
    try {
      if (sequential) {
        turn.acquireUninterruptibly();
        hasTurn = true;
      }
      network().ticker().run(call);
    } catch (RuntimeException | Error e) {
      failed(call, e);
    } finally {
      if (hasTurn) {
        turn.release();
      }
    }
  }

  /** Ends a call for which the server itself has failed, usually for lack of memory. */
  private void failed(ServedCall call, Throwable e) {
    call.connection().abort();
    if (call.begin()) {
      ended(call, CloseReason.FAILED);
    }
    log.write(Level.ERROR, e, "#{} {} could not be served", call.id(), call.connection().remote());
  }

  void countOverload(long id, Address remote, String what) {
    counters.countOverload();
    JfrEvents.overloaded(what, id, remote.toString());
    // with a limit of one connection, it is normal that all slots are taken
    boolean alone = limits().connectionsMax() == 1;
    if (what.equals(CONNECTIONS) && !alone && overload.begins(nanos())) {
      log.write(
          Level.WARNING,
          limits().overload() == Limits.Overload.BACKPRESSURE
              ? "overload: all {} connection slots are taken; new connections wait"
              : "overload: all {} connection slots are taken; new connections are rejected",
          limits().connectionsMax());
    }
    log.write(Level.DEBUG, "#{} overload: no more {} for {}", id, what, remote);
  }

  private void refuse(long id, Connection connection, String what) {
    counters.countClosed(CloseReason.REJECTED);
    countOverload(id, connection.remote(), what);
    sideTasks.tellRejected(id, connection.remote(), "no more " + what);
    sendRejection(connection);
  }

  /**
   * Reports a connection that the accept filter has rejected. The acceptor resets the connection.
   */
  void filtered(Connection connection) {
    long id = ids.incrementAndGet();
    counters.countAccepted();
    counters.countClosed(CloseReason.REJECTED);
    JfrEvents.accepted(id, connection);
    sideTasks.tellRejected(id, connection.remote(), FILTERED);
    log.write(Level.DEBUG, "#{} {}: {}", id, connection.remote(), FILTERED);
  }

  /**
   * Sends the rejection message and closes the connection gracefully. Resets the connection if
   * there is no message, or if too many connections are being closed.
   */
  void sendRejection(Connection connection) {
    String message = setup.rejectionMessage();
    if (message.isEmpty()
        || !sideTasks.tryRun(
            "switchboard-refuse " + connection.remote(),
            () -> SideTasks.say(connection, message))) {
      connection.abort();
    }
  }

  /**
   * Closes a connection gracefully. If the calling thread must accept the next connection, another
   * thread closes this one.
   */
  void closeInOrder(ServedConnection connection) {
    Connection socket = connection.socket();
    if (setup.strategy() == Strategy.SEQUENTIAL) {
      if (!sideTasks.tryRun("switchboard-close", () -> LingeringClose.from(socket))) {
        socket.close();
      }
    } else {
      LingeringClose.from(socket);
    }
  }

  /**
   * Releases the slot of a call that has ended, then updates the counters, and then removes the
   * call. In this order, a thread that sees the call counted as closed also finds its slot free.
   * The call is removed even if an earlier step fails.
   */
  void ended(ServedCall call, CloseReason reason) {
    try {
      calls.free(call);
    } finally {
      try {
        counters.countClosed(call, reason);
      } finally {
        calls.remove(call);
      }
    }
  }

  void fail(Listener listener, IOException cause) {
    if (failure.compareAndSet(
        null, new IOException("listener " + listener.local() + " failed: " + cause, cause))) {
      log.write(Level.ERROR, cause, "{}: the listener failed; the server stops", listener.local());
      Thread.ofVirtual().name("switchboard-stop").start(this::close);
    }
    listener.close();
  }

  SideTasks sideTasks() {
    return sideTasks;
  }

  Log log() {
    return log;
  }

  ActiveCalls calls() {
    return calls;
  }

  @Override
  public Limits limits() {
    return setup.limits();
  }

  ConnectionHandler service() {
    return setup.service();
  }

  ServerBuilder setup() {
    return setup;
  }

  @Override
  public Strategy strategy() {
    return setup.strategy();
  }

  Network network() {
    return setup.network();
  }

  long nanos() {
    return network().ticker().nanos();
  }

  @Override
  public String toString() {
    Network network = network();
    boolean withoutLoops =
        strategy() == Strategy.EVENT_LOOPS
            && !network.capabilities().contains(Capability.EVENT_LOOPS);
    return "server at "
        + String.join(", ", addresses().stream().map(Address::toString).toList())
        + ": strategy "
        + strategy().displayName()
        + (withoutLoops ? " (without event loops, as virtual), " : ", ")
        + network;
  }
}
