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
 * Sends messages to an echo server as a {@link LoadPlan} describes, and measures the latency of the
 * replies. The generator starts threads that execute blocking code on the event loops of the
 * network. These threads end before {@link #run} returns. {@link #run} can be called only once.
 */
public final class LoadGenerator {
  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(50);
  private static final Duration THREADS_END_MAX = Duration.ofSeconds(2);
  private static final int CONNECTS_MAX = 64;

  private final Network network;
  private final LoadPlan plan;
  private final Recorder recorder = new Recorder(2);
  private final Histogram measured = new Histogram(2);
  private final List<LoadConnection> connections = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<FailureCause, IOException> firstFailures = new ConcurrentHashMap<>();
  private volatile boolean stopping;
  private volatile boolean over;
  private Duration time = Duration.ZERO;

  /** Creates a generator that connects over {@code network}. */
  public LoadGenerator(Network network, LoadPlan plan) {
    this.network = network;
    this.plan = plan;
  }

  /** The statistics of one second of a load test, for progress output. */
  public record Second(boolean warmingUp, double perSecond, double microsMedian, double micros99) {}

  /**
   * Runs the load test: connects, warms up, measures, waits for the last replies and closes the
   * connections. Blocks for the warm-up and the duration of the plan. In addition, connecting and
   * waiting for the last replies may each take up to the timeout of the plan.
   *
   * <p>A connection that fails is counted, but not replaced. The test continues with the other
   * connections, and ends early if no connection is left. If the calling thread is interrupted, or
   * a deadline of this thread expires, the test ends immediately. If the test ends early, the
   * result contains the measurements that were made before the end.
   *
   * @param eachSecond a consumer that receives the statistics of each second
   * @return the result, even if no connection could be established
   */
  public LoadResult run(Consumer<Second> eachSecond) {
    boolean interrupted = false;
    boolean byInterrupt = false;
    for (int i = 0; i < plan.connections(); i++) {
      connections.add(new LoadConnection(this, i));
    }
    try {
      connect();
      for (LoadConnection connection : connections) {
        threads.addAll(connection.start(network));
      }
      runFor(plan.warmUp(), true, eachSecond);
      measure(eachSecond);
      stop();
      awaitReplies();
    } catch (OperationInterruptedException e) {
      interrupted = true;
      byInterrupt = true;
    } catch (DeadlineExceededException e) {
      interrupted = true;
    } finally {
      over = true;
      stop();
      threads.forEach(Thread::interrupt); // a thread may be blocked in a connect
      connections.forEach(LoadConnection::hangUp);
      awaitThreads();
      connections.forEach(LoadConnection::hangUp); // connections established after the first call
      if (byInterrupt) {
        Thread.currentThread().interrupt(); // a method above may have cleared it
      }
    }
    return new LoadResult(plan, new LoadResult.Measured(measured, time, interrupted), failed());
  }

  /**
   * Establishes the connections within the timeout. Limits the number of simultaneous connection
   * attempts, because the backlog of a listener is short.
   */
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
      for (int i = next.getAndIncrement(); i < connections.size(); i = next.getAndIncrement()) {
        connections.get(i).connect(network);
      }
    }
  }

  private void measure(Consumer<Second> eachSecond)
      throws OperationInterruptedException, DeadlineExceededException {
    recorder.getIntervalHistogram(); // resets the recorder
    long start = System.nanoTime();
    try {
      runFor(plan.duration(), false, eachSecond);
    } finally {
      time = Duration.ofNanos(System.nanoTime() - start);
      measured.add(recorder.getIntervalHistogram());
    }
  }

  private void runFor(Duration during, boolean warmingUp, Consumer<Second> eachSecond)
      throws OperationInterruptedException, DeadlineExceededException {
    long end = System.nanoTime() + during.toNanos();
    for (long left = during.toNanos();
        left > 0 && connections.stream().anyMatch(LoadConnection::isLeft);
        left = end - System.nanoTime()) {
      long before = System.nanoTime();
      pause(Math.min(end, before + REPORT_INTERVAL.toNanos()));
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

  /**
   * Waits until the time {@code endNanos} ({@link System#nanoTime}). While waiting, checks the
   * progress of the connections.
   */
  private void pause(long endNanos)
      throws OperationInterruptedException, DeadlineExceededException {
    long timeout = plan.timeout().toNanos();
    for (long now = System.nanoTime(); now < endNanos; now = System.nanoTime()) {
      Waiting.park(this, Math.min(endNanos - now, CHECK_INTERVAL.toNanos()));
      boolean left = false;
      for (LoadConnection connection : connections) {
        if (connection.isLeft()) {
          connection.checkProgress(System.nanoTime(), timeout);
          left |= connection.isLeft();
        }
      }
      if (!left) {
        return;
      }
    }
  }

  /**
   * Waits until all connections have received their last replies, but no longer than the timeout.
   * No connection is closed before this wait ends: if a connection were closed, a server with too
   * few connection slots would begin to serve a connection that is waiting for a slot.
   */
  private void awaitReplies() throws OperationInterruptedException, DeadlineExceededException {
    long end = System.nanoTime() + plan.timeout().toNanos();
    while (connections.stream().anyMatch(LoadConnection::isWaiting)) {
      if (System.nanoTime() - end >= 0) {
        connections.stream().filter(LoadConnection::isWaiting).forEach(LoadConnection::timeOut);
        return;
      }
      Waiting.park(this, Duration.ofMillis(1).toNanos());
    }
  }

  private void stop() {
    stopping = true;
    threads.forEach(LockSupport::unpark); // wakes threads that wait until a message is due
  }

  /**
   * Waits for a limited time until the threads have ended. The threads end because their
   * connections have been closed.
   */
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
    for (LoadConnection connection : connections) {
      FailureCause cause = connection.failure();
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

  /**
   * Returns whether the load generator has begun to close its connections. If it has, failures of
   * connections are ignored.
   */
  boolean isOver() {
    return over;
  }

  /** Records the latency of a message whose reply has arrived. */
  void cameBack(long latencyNanos) {
    recorder.recordValue(Math.max(0, latencyNanos));
  }

  /** Records the failure of a connection. Stores only the first failure for each cause. */
  void failed(FailureCause cause, IOException reason) {
    firstFailures.putIfAbsent(cause, reason);
  }

  /**
   * Parks a sending thread until a message is due. Returns false if the load test is stopped before
   * the message is due.
   */
  boolean parkUntil(long nanos) {
    long left = nanos - System.nanoTime();
    for (; left > 0 && !stopping; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return !stopping;
  }
}
