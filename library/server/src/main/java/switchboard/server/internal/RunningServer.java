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

  /** The reason for which the server stopped by itself, if it did. */
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  private final List<Listener> listeners = new ArrayList<>();
  private final Semaphore turn = new Semaphore(1, true);
  private final WakeList over = new WakeList();
  private final AtomicInteger acceptors = new AtomicInteger();

  private final SideTasks asides;

  private final AtomicBoolean drainBegun = new AtomicBoolean();
  private volatile boolean draining;
  private volatile boolean stopped;
  private volatile @Nullable Thread idleMonitor;

  RunningServer(ServerBuilder setup) throws IOException {
    this.setup = setup;
    this.calls = new ActiveCalls(setup.limits());
    this.counters = new ServerCounters(calls);
    this.log = Log.named("switchboard.server", setup.network().ticker());
    this.asides = new SideTasks(log, calls::wake, setup.observer());
    try {
      for (Endpoint endpoint : setup.endpoints()) {
        listeners.addAll(network().listenAll(endpoint, setup.options()));
      }
    } catch (IOException | RuntimeException | Error e) {
      listeners.forEach(Listener::close);
      throw e;
    }
  }

  /** Starts the threads of a server that listens at all its endpoints. */
  Server start() {
    log.open();
    boolean started = false;
    try {
      startThreads();
      started = true;
    } finally {
      if (!started) { // out of memory or threads: it must not look like a server that serves
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
    // A platform thread, which busy callers cannot keep from running, and not a daemon: a process
    // in which a server serves must not end unnoticed.
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
    IOException failed = failure.get();
    if (failed != null) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  /** Does {@link #drain(Duration)} with {@link #GRACE_PERIOD}: takes six seconds at most. */
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
      asides.runCallback(setup.onDrain());
    }
    calls.forEach(ServedCall::beginDrain);
    calls.wake();
    Ticker ticker = Ticker.current();
    // A thread without the deadlines of this one, which would take the grace period away.
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
        interrupted = true; // a drain that stops half-way is of no use
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
        log.write(
            Level.ERROR, "{} handlers do not end although their calls were aborted", calls.size());
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

  /** The idle monitor reports what it has seen before it ends. */
  private static void awaitLastRound(Thread idleMonitor) {
    try {
      idleMonitor.join(LAST_ROUND_MAX);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns whether no call is left and none will come. Checks in the order in which connections
   * are handed on, so that none is missed between two checks.
   */
  private boolean isEmpty() {
    return acceptors.get() == 0 && calls.size() == 0 && asides.isEmpty();
  }

  void acceptorEnded() {
    acceptors.decrementAndGet();
    calls.wake();
  }

  private boolean emptyWithin(Duration time) {
    try (var _ = Deadline.after(time)) {
      calls.await(this::isEmpty);
      return true;
    } catch (IOException late) {
      return false;
    }
  }

  void admit(Connection caller, boolean hasSlot) {
    boolean slot = hasSlot || calls.tryTakeSlot();
    long id = ids.incrementAndGet();
    ServedCall call = null;
    try {
      counters.countAccepted();
      JfrEvents.accepted(id, caller);
      call = slot ? entered(id, caller) : null;
    } catch (RuntimeException | Error e) {
      counters.countClosed(CloseReason.FAILED);
      throw e;
    } finally {
      if (slot && call == null) {
        calls.releaseSlot();
      }
    }
    if (call == null) {
      refuse(id, caller, slot ? OF_ONE_ADDRESS : CONNECTIONS);
    } else {
      run(call);
    }
  }

  private @Nullable ServedCall entered(long id, Connection caller) {
    var call = new ServedCall(this, id, caller);
    return calls.tryEnter(call) ? call : null;
  }

  private void run(ServedCall call) {
    try {
      String name = "switchboard " + call.connection().remote();
      StrategyThreads.run(strategy(), network(), name, () -> inTurn(call));
    } catch (RuntimeException | Error noThread) { // an OutOfMemoryError if the system has no more
      if (!call.begin()) {
        throw noThread;
      }
      call.connection().abort();
      ended(call, CloseReason.REJECTED);
      Address remote = call.connection().remote();
      counters.countOverload();
      JfrEvents.overloaded("threads", call.id(), remote.toString());
      asides.tellRejected(call.id(), remote, "no more threads");
      log.write(Level.WARNING, "#{} there is no thread for {}: {}", call.id(), remote, noThread);
    }
  }

  /** Under the sequential strategy several listeners still serve one call at a time. */
  private void inTurn(ServedCall call) {
    boolean sequential = setup.strategy() == Strategy.SEQUENTIAL;
    boolean itsTurn = false;
    try {
      if (sequential) {
        turn.acquireUninterruptibly();
        itsTurn = true;
      }
      network().ticker().run(call);
    } catch (RuntimeException | Error e) {
      failed(call, e);
    } finally {
      if (itsTurn) {
        turn.release();
      }
    }
  }

  /** The server itself has failed, for lack of memory as a rule: only this call ends. */
  private void failed(ServedCall call, Throwable e) {
    call.connection().abort();
    if (call.begin()) {
      ended(call, CloseReason.FAILED);
    }
    log.write(Level.ERROR, e, "#{} {} can't be served", call.id(), call.connection().remote());
  }

  void countOverload(long id, Address remote, String what) {
    counters.countOverload();
    JfrEvents.overloaded(what, id, remote.toString());
    boolean alone = limits().connectionsMax() == 1; // and full by design
    if (what.equals(CONNECTIONS) && !alone && overload.begins(nanos())) {
      log.write(
          Level.WARNING,
          limits().overload() == Limits.Overload.BACKPRESSURE
              ? "overload: all {} connections are taken; callers wait"
              : "overload: all {} connections are taken; callers are refused",
          limits().connectionsMax());
    }
    log.write(Level.DEBUG, "#{} overload: no more {} for {}", id, what, remote);
  }

  private void refuse(long id, Connection caller, String what) {
    counters.countClosed(CloseReason.REJECTED);
    countOverload(id, caller.remote(), what);
    asides.tellRejected(id, caller.remote(), "no more " + what);
    sendRejection(caller);
  }

  /** Reports a connection that the accept filter has rejected; the caller resets it. */
  void filtered(Connection caller) {
    long id = ids.incrementAndGet();
    counters.countAccepted();
    counters.countClosed(CloseReason.REJECTED);
    JfrEvents.accepted(id, caller);
    asides.tellRejected(id, caller.remote(), FILTERED);
    log.write(Level.DEBUG, "#{} {}: {}", id, caller.remote(), FILTERED);
  }

  /** Sends the rejection message, if there is one, and closes in order; otherwise resets. */
  void sendRejection(Connection caller) {
    String sentence = setup.rejectionMessage();
    if (sentence.isEmpty()
        || !asides.tryRun(
            "switchboard-refuse " + caller.remote(), () -> SideTasks.say(caller, sentence))) {
      caller.abort();
    }
  }

  /** Closes in order; not on the thread that accepts the next connection. */
  void closeInOrder(ServedConnection connection) {
    Connection socket = connection.socket();
    if (setup.strategy() == Strategy.SEQUENTIAL) {
      if (!asides.tryRun("switchboard-close", () -> LingeringClose.from(socket))) {
        socket.close();
      }
    } else {
      LingeringClose.from(socket);
    }
  }

  /**
   * Releases the slot before updating the counters, so that an observer who sees the call closed
   * finds its slot free. Whatever fails, the call is over.
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
        null,
        new IOException("listening at " + listener.local() + " has failed: " + cause, cause))) {
      log.write(Level.ERROR, cause, "{}: listening has failed; the server ends", listener.local());
      Thread.ofVirtual().name("switchboard-stop").start(this::close);
    }
    listener.close();
  }

  SideTasks asides() {
    return asides;
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

  /**
   * Tells where it listens and what was chosen: the strategy, the engine, whether it has event
   * loops and zero-copy files, and which options of java would make it faster. Logged at DEBUG when
   * it starts.
   */
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
