package switchboard.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Network;
import switchboard.net.OperationInterruptedException;
import switchboard.net.spi.support.Waiting;

/**
 * Loads an echo by a {@link LoadPlan}: blocking code on the network's loops, one {@link
 * LoadConnection} for each connection. Runs once, on the calling thread and others, which have
 * ended when it is done.
 */
public final class LoadGenerator {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration CHECK = Duration.ofMillis(50);
  private static final Duration THREADS_END_MAX = Duration.ofSeconds(2);
  private static final int CONNECTS_MAX = 64;

  private final Network network;
  private final LoadPlan plan;
  private final Recorder recorder = new Recorder(2);
  private final Histogram measured = new Histogram(2);
  private final List<LoadConnection> callers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<FailureCause, IOException> firstFailures = new ConcurrentHashMap<>();
  private volatile boolean stopping;
  private volatile boolean over;
  private Duration time = Duration.ZERO;

  /** A load of {@code plan} over {@code network}. */
  public LoadGenerator(Network network, LoadPlan plan) {
    this.network = network;
    this.plan = plan;
  }

  /** What a second of the load has given, for a line on a terminal. */
  public record Second(boolean warmingUp, double perSecond, double microsMedian, double micros99) {}

  /**
   * Connects, warms up, measures, waits for the last answers and closes. Blocks until all that has
   * been done: for as long as the plan says, plus its timeout for connecting and for the last
   * answers.
   *
   * <p>A connection that fails is counted and not replaced, and the load goes on with the others;
   * it ends early if none is left. If the calling thread is interrupted, or a deadline of it
   * passes, the load ends at once. Whatever happens, the outcome has what was measured until then.
   *
   * @param eachSecond is told what the last second has given
   */
  public LoadResult run(Consumer<Second> eachSecond) {
    boolean interrupted = false;
    boolean byInterrupt = false;
    for (int i = 0; i < plan.connections(); i++) {
      callers.add(new LoadConnection(this, i));
    }
    try {
      connect();
      for (LoadConnection caller : callers) {
        threads.addAll(caller.start(network));
      }
      watch(plan.warmUp(), true, eachSecond);
      measure(eachSecond);
      stop();
      awaitAnswers();
    } catch (OperationInterruptedException cut) {
      interrupted = true;
      byInterrupt = true;
    } catch (DeadlineExceededException cut) {
      interrupted = true;
    } finally {
      over = true;
      stop();
      threads.forEach(Thread::interrupt); // those that still connect
      callers.forEach(LoadConnection::hangUp);
      awaitThreads();
      callers.forEach(LoadConnection::hangUp); // what was connected at the last moment
      if (byInterrupt) {
        Thread.currentThread().interrupt(); // whatever was called meanwhile
      }
    }
    return new LoadResult(plan, new LoadResult.Measured(measured, time, interrupted), failed());
  }

  /** Connects everything within the timeout, some at a time: a listener's backlog is short. */
  private void connect() throws OperationInterruptedException, DeadlineExceededException {
    long end = System.nanoTime() + plan.timeout().toNanos();
    var next = new AtomicInteger();
    for (int i = 0; i < Math.min(CONNECTS_MAX, plan.connections()); i++) {
      threads.add(Thread.ofVirtual().name("bench connect " + i).start(() -> connect(next, end)));
    }
    while (threads.stream().anyMatch(Thread::isAlive)) {
      Waiting.park(this, Duration.ofMillis(1).toNanos());
    }
  }

  private void connect(AtomicInteger next, long endNanos) {
    try (var _ = Deadline.after(Duration.ofNanos(endNanos - System.nanoTime()))) {
      for (int i = next.getAndIncrement(); i < callers.size(); i = next.getAndIncrement()) {
        callers.get(i).connect(network);
      }
    }
  }

  private void measure(Consumer<Second> eachSecond)
      throws OperationInterruptedException, DeadlineExceededException {
    recorder.getIntervalHistogram(); // what was before is forgotten
    long start = System.nanoTime();
    try {
      watch(plan.duration(), false, eachSecond);
    } finally {
      time = Duration.ofNanos(System.nanoTime() - start);
      measured.add(recorder.getIntervalHistogram());
    }
  }

  private void watch(Duration during, boolean warmingUp, Consumer<Second> eachSecond)
      throws OperationInterruptedException, DeadlineExceededException {
    long end = System.nanoTime() + during.toNanos();
    for (long left = during.toNanos();
        left > 0 && callers.stream().anyMatch(LoadConnection::isLeft);
        left = end - System.nanoTime()) {
      long before = System.nanoTime();
      pause(Math.min(end, before + LOOK.toNanos()));
      Histogram now = recorder.getIntervalHistogram();
      double seconds = (System.nanoTime() - before) / 1e9;
      if (!warmingUp) {
        measured.add(now);
      }
      eachSecond.accept(
          new Second(
              warmingUp,
              now.getTotalCount() / seconds,
              now.getValueAtPercentile(50) / 1e3,
              now.getValueAtPercentile(99) / 1e3));
    }
  }

  /** Obeys the thread's deadlines and interruption, as all waits do. */
  private void pause(long endNanos)
      throws OperationInterruptedException, DeadlineExceededException {
    long timeout = plan.timeout().toNanos();
    for (long now = System.nanoTime(); now < endNanos; now = System.nanoTime()) {
      Waiting.park(this, Math.min(endNanos - now, CHECK.toNanos()));
      boolean left = false;
      for (LoadConnection caller : callers) {
        if (caller.isLeft()) {
          caller.checkProgress(System.nanoTime(), timeout);
          left |= caller.isLeft();
        }
      }
      if (!left) {
        return;
      }
    }
  }

  /**
   * Lets every caller receive its last answers, within the timeout. All stay open until then, or a
   * server that serves fewer at once than there are would serve those that it has kept waiting.
   */
  private void awaitAnswers() throws OperationInterruptedException, DeadlineExceededException {
    long end = System.nanoTime() + plan.timeout().toNanos();
    while (callers.stream().anyMatch(LoadConnection::isWaiting)) {
      if (System.nanoTime() - end >= 0) {
        callers.stream().filter(LoadConnection::isWaiting).forEach(LoadConnection::timeOut);
        return;
      }
      Waiting.park(this, Duration.ofMillis(1).toNanos());
    }
  }

  private void stop() {
    stopping = true;
    threads.forEach(LockSupport::unpark); // those that wait until a message is due
  }

  /** Their connections are closed, so they end at once; nobody waits for one that does not. */
  private void awaitThreads() {
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + THREADS_END_MAX.toNanos();
    while (System.nanoTime() - end < 0 && threads.stream().anyMatch(Thread::isAlive)) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private LoadResult.Failed failed() {
    var counts = new EnumMap<FailureCause, Integer>(FailureCause.class);
    for (LoadConnection caller : callers) {
      FailureCause cause = caller.failure();
      if (cause != null) {
        counts.merge(cause, 1, Integer::sum);
      }
    }
    return new LoadResult.Failed(counts, Map.copyOf(firstFailures));
  }

  LoadPlan plan() {
    return plan;
  }

  boolean isStopping() {
    return stopping;
  }

  /** Whether failures do not count any more, since this side closes its connections. */
  boolean isOver() {
    return over;
  }

  /** A message has come back. */
  void cameBack(long nanosLate) {
    recorder.recordValue(Math.max(0, nanosLate));
  }

  /** A connection has failed. */
  void failed(FailureCause cause, IOException reason) {
    firstFailures.putIfAbsent(cause, reason);
  }

  /** Parks a sender between two messages; false if the load stops meanwhile. */
  boolean parkUntil(long nanos) {
    long left = nanos - System.nanoTime();
    for (; left > 0 && !stopping; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return !stopping;
  }
}
