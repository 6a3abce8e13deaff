package switchboard.net.spi.support;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.Log;

/**
 * One platform thread that runs the virtual threads of its loop and, between two rounds of them,
 * looks what its engine has. Who waits here is woken by an entry in a queue of the same thread, and
 * when all wait, so does the thread, in the kernel. For engines; see {@link EventLoopThreads}.
 */
public final class EventLoop implements Executor, AutoCloseable {
  private static final Log LOG = Log.named("switchboard.net");
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

  /** How long a thread may keep the others of its loop waiting, and the loop from the kernel. */
  private static final long SLICE_NANOS = 200_000;

  private final Source source;
  private final Carrier thread;

  /** Confined to the thread of the loop. */
  private final ArrayDeque<Runnable> own = new ArrayDeque<>();

  private final ConcurrentLinkedQueue<Runnable> others = new ConcurrentLinkedQueue<>();

  /** Whether the thread is, or is about to be, asleep: then it must be woken. */
  private volatile boolean sleeping;

  private volatile boolean closing;
  private volatile boolean ended;

  /** Counts what was run; written by the thread of the loop alone. */
  private volatile long turns;

  /** The turn that was looked at last, and since when it lasts; confined to the loop's thread. */
  private long turnSeen = -1;

  private long turnNanos;

  /** What is run now; written by the thread of the loop alone, and made visible by the count. */
  private @Nullable Runnable running;

  /** What an engine has for a loop. All but {@link #wake} by the thread of the loop. */
  public interface Source {

    /** Tells sockets what has happened; with {@code wait} not before something has. */
    void look(boolean wait);

    /** Ends a wait. Any thread. */
    void wake();

    /** Closes all sockets that it knows. */
    void close();
  }

  /** The platform thread, known by its class. */
  private static final class Carrier extends Thread {
    private final EventLoop loop;

    Carrier(EventLoop loop, String name) {
      super(null, loop::work, name, 0, false);
      this.loop = loop;
      setDaemon(true);
    }
  }

  /** A loop over {@code source}, which it closes in the end. It does not run yet. */
  public EventLoop(String name, Source source) {
    this.source = source;
    this.thread = new Carrier(this, name);
  }

  /** Starts its thread. */
  public EventLoop start() {
    thread.start();
    return this;
  }

  /** The loop that the calling thread runs on, if any. */
  public static @Nullable EventLoop current() {
    return EventLoopThreads.carrier() instanceof Carrier carrier ? carrier.loop : null;
  }

  /**
   * What the loop runs while it is the turn of the calling thread, the same each time; null for
   * threads on no loop.
   */
  public static @Nullable Runnable currentTask() {
    EventLoop loop = current();
    return loop == null ? null : loop.running;
  }

  /** What it runs now, for whoever compares it with {@link #currentTask} of a thread. */
  public @Nullable Runnable running() {
    return turns == 0 ? null : running; // the count first, which makes it visible
  }

  /** Builds virtual threads that run here. */
  public Thread.Builder.OfVirtual threads() {
    return EventLoopThreads.builder(this);
  }

  /** The name of its thread. */
  public String name() {
    return thread.getName();
  }

  /** Whether it sleeps in the kernel. */
  public boolean isSleeping() {
    return sleeping;
  }

  /** How often it has run somebody; stands still while somebody hogs it, or it sleeps. */
  public long turns() {
    return turns;
  }

  /** Whether the calling thread, which runs here, has kept the others waiting for too long. */
  boolean isTurnOver() {
    long now = System.nanoTime();
    if (turnSeen != turns) {
      turnSeen = turns;
      turnNanos = now;
      return false;
    }
    return now - turnNanos > SLICE_NANOS;
  }

  /** Runs {@code task} here, soon. Any thread. */
  @Override
  public void execute(Runnable task) {
    if (EventLoopThreads.carrier() == thread) {
      own.add(task);
      return;
    }
    others.add(task);
    if (sleeping) {
      source.wake();
    }
    if (ended) {
      runElsewhere();
    }
  }

  private void work() {
    try {
      while (!closing) {
        turnOnce();
      }
    } catch (RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "the loop {} has failed; its sockets close", name());
    } finally {
      end();
    }
  }

  /** Others may need less memory soon; without its loop every socket here would be lost. */
  private void turnOnce() {
    try {
      runRound();
      look();
    } catch (OutOfMemoryError e) {
      LOG.write(Level.ERROR, e, "the loop {} has no memory; it goes on", name());
    }
  }

  private void look() {
    boolean quiet = own.isEmpty();
    if (!quiet) {
      source.look(false);
      return;
    }
    sleeping = true;
    try {
      source.look(others.isEmpty() && !closing);
    } finally {
      sleeping = false;
    }
  }

  /** Everybody who is due now; who becomes due meanwhile waits for the next round. */
  private void runRound() {
    for (Runnable task = others.poll(); task != null; task = others.poll()) {
      own.add(task);
    }
    for (int due = own.size(); due > 0; due--) {
      Runnable task = own.poll();
      if (task != null) {
        run(task);
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
  private void run(Runnable task) {
    running = task;
    turns++;
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "a task of the loop {} has failed", name());
    } finally {
      running = null;
    }
  }

  /** Whoever still runs here finds his socket closed, and ends. */
  private void end() {
    closing = true;
    source.close();
    while (!own.isEmpty() || !others.isEmpty()) {
      runRound();
    }
    ended = true;
    runElsewhere();
  }

  /** A thread that is woken after the end of its loop must not wait for ever. */
  private void runElsewhere() {
    for (Runnable task = others.poll(); task != null; task = others.poll()) {
      Thread.ofPlatform().daemon().name(name() + "-late").start(task);
    }
  }

  /** Closes the sockets that the loop knows, lets its threads find out, and ends. */
  @Override
  public void close() {
    closing = true;
    source.wake();
    try {
      if (EventLoopThreads.carrier() != thread) {
        thread.join(CLOSED_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ends all the same
    }
  }
}
