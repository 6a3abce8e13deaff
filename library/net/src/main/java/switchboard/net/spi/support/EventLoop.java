package switchboard.net.spi.support;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.Log;

/**
 * A platform thread that runs virtual threads and polls their sockets. In each round, the loop runs
 * all virtual threads that are runnable, and then polls its {@link Source}. If no virtual thread is
 * runnable, the poll blocks in the kernel. When a virtual thread of the loop wakes another virtual
 * thread of the loop, it adds an entry to a queue and makes no system call. {@link
 * EventLoopThreads} describes how virtual threads run on a loop.
 *
 * <p>Safe for use by multiple threads, except for methods whose description restricts the calling
 * thread.
 *
 * @since 0.1.0
 */
public final class EventLoop implements Executor, AutoCloseable {
  private static final Log LOG = Log.named("switchboard.net");
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /**
   * The time, in nanoseconds, after which a virtual thread that has not blocked lets the loop poll
   * and run other threads.
   */
  private static final long SLICE_NANOS = 200_000;

  private final Source source;
  private final Carrier thread;

  /** Tasks submitted by the thread of the loop. Only that thread uses this queue. */
  private final ArrayDeque<Runnable> own = new ArrayDeque<>();

  /** Tasks submitted by other threads. */
  private final ConcurrentLinkedQueue<Runnable> others = new ConcurrentLinkedQueue<>();

  /**
   * Whether the thread of the loop is blocked in the kernel or about to block. If so, a new task
   * must wake the thread.
   */
  private volatile boolean sleeping;

  private volatile boolean closing;
  private volatile boolean ended;

  /** The number of tasks started. Written only by the thread of the loop. */
  private volatile long turns;

  /**
   * The value of {@link #turns} at the last call of {@link #isTurnOver} that found a changed value,
   * and the time of that call. Confined to the thread of the loop.
   */
  private long turnSeen = -1;

  private long turnNanos;

  /**
   * The task that runs now. Written only by the thread of the loop, before the volatile write of
   * {@link #turns} that makes it visible to other threads.
   */
  private @Nullable Runnable running;

  /**
   * The sockets of an engine, which an event loop polls. Only the thread of the loop calls these
   * methods, except that any thread may call {@link #wake}.
   */
  public interface Source {

    /**
     * Polls the kernel once and reports the results to the sockets.
     *
     * @param wait whether to block until there is a result or {@link #wake} is called
     */
    void look(boolean wait);

    /** Ends a {@link #look} that is blocked. Any thread may call this method. */
    void wake();

    /** Closes this source and all sockets that are registered with it. */
    void close();
  }

  /** The platform thread of a loop. {@link #current} recognizes it by this class. */
  private static final class Carrier extends Thread {
    private final EventLoop loop;

    Carrier(EventLoop loop, String name) {
      super(null, loop::work, name, 0, false);
      this.loop = loop;
      setDaemon(true);
    }
  }

  /**
   * Creates a loop without starting it.
   *
   * @param name the name of its platform thread
   * @param source polled by the loop, and closed when the loop ends
   */
  public EventLoop(String name, Source source) {
    this.source = source;
    this.thread = new Carrier(this, name);
  }

  /**
   * Starts the platform thread.
   *
   * @return this loop
   */
  public EventLoop start() {
    thread.start();
    return this;
  }

  /** {@return the loop on which the calling thread runs; null if it does not run on a loop} */
  public static @Nullable EventLoop current() {
    return EventLoopThreads.carrier() instanceof Carrier carrier ? carrier.loop : null;
  }

  /**
   * Returns the task that the loop of the calling thread is running. The task identifies the
   * calling virtual thread: each time the loop continues this thread, it runs the same object.
   *
   * @return the task; null if the calling thread does not run on an event loop
   */
  public static @Nullable Runnable currentTask() {
    EventLoop loop = current();
    return loop == null ? null : loop.running;
  }

  /**
   * Returns the task that this loop is running now. If this task is the one that {@link
   * #currentTask} has returned to a virtual thread, the loop is running that thread.
   *
   * @return the task; null if the loop is polling or blocked, or no task has run yet
   */
  public @Nullable Runnable running() {
    return turns == 0 ? null : running; // reading turns first makes running visible
  }

  /**
   * Returns a builder of virtual threads that run on this loop.
   *
   * @return a new builder
   * @throws IllegalStateException if the JVM does not permit threads on event loops: {@link
   *     EventLoopThreads#unavailableReason}
   */
  public Thread.Builder.OfVirtual threads() {
    return EventLoopThreads.builder(this);
  }

  /** {@return the name of the platform thread} */
  public String name() {
    return thread.getName();
  }

  /** {@return whether the platform thread is blocked in the kernel or about to block} */
  public boolean isSleeping() {
    return sleeping;
  }

  /**
   * Returns the number of tasks started so far. The number does not change while one task occupies
   * the loop, or while the loop is blocked in the kernel.
   *
   * @return a number that never decreases
   */
  public long turns() {
    return turns;
  }

  /**
   * Returns whether the calling thread has run without blocking for more than {@link #SLICE_NANOS}
   * since its first call of this method. Only a thread that runs on this loop may call this method.
   */
  boolean isTurnOver() {
    long now = System.nanoTime();
    if (turnSeen != turns) {
      turnSeen = turns;
      turnNanos = now;
      return false;
    }
    return now - turnNanos > SLICE_NANOS;
  }

  /**
   * Adds {@code task} to the queue of this loop. After the loop has ended, runs it on a new
   * platform thread.
   */
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
      LOG.write(Level.ERROR, e, "event loop {} has failed; closing its sockets", name());
    } finally {
      end();
    }
  }

  /**
   * Runs one round. Continues after an OutOfMemoryError, because memory may become available again;
   * if the loop ended, all its sockets would be lost.
   */
  private void turnOnce() {
    try {
      runRound();
      look();
    } catch (OutOfMemoryError e) {
      LOG.write(Level.ERROR, e, "out of memory in event loop {}; continuing", name());
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

  /**
   * Runs the tasks that are queued now. Tasks that are added during a round wait for the next
   * round, because the loop must poll between the rounds.
   */
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
      LOG.write(Level.ERROR, e, "a task of event loop {} has failed", name());
    } finally {
      running = null;
    }
  }

  /**
   * Closes the sockets and runs the remaining tasks, so that the virtual threads of the loop find
   * their sockets closed, and end.
   */
  private void end() {
    closing = true;
    source.close();
    while (!own.isEmpty() || !others.isEmpty()) {
      runRound();
    }
    ended = true;
    runElsewhere();
  }

  /**
   * Runs the queued tasks on new platform threads. Without this, a virtual thread that is woken
   * after the loop has ended would never continue.
   */
  private void runElsewhere() {
    for (Runnable task = others.poll(); task != null; task = others.poll()) {
      Thread.ofPlatform().daemon().name(name() + "-after-close").start(task);
    }
  }

  /**
   * Closes the sockets of this loop and stops the loop. Blocks until each runnable virtual thread
   * of the loop has run once more, so that it can find its sockets closed, but for at most 5
   * seconds. Does not block if called on this loop. An interrupt ends the wait; the interrupt
   * status stays set.
   */
  @Override
  public void close() {
    closing = true;
    source.wake();
    try {
      if (EventLoopThreads.carrier() != thread) {
        thread.join(CLOSE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the loop ends nevertheless
    }
  }
}
