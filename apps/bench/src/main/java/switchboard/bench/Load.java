package switchboard.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Network;

/**
 * Loads an echo by a {@link Plan}: blocking code on the network's loops, one caller for each
 * connection. Runs once, on the calling thread and others, which have ended when it is done.
 */
public final class Load {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration END_WITHIN = Duration.ofSeconds(20);

  private final Network network;
  private final Plan plan;
  private final Recorder recorder = new Recorder(2);
  private final Histogram measured = new Histogram(2);
  private final AtomicLong lost = new AtomicLong();
  private final List<Caller> callers = new ArrayList<>();
  private volatile boolean stopping;
  private volatile @Nullable IOException failure;

  /** A load of {@code plan} over {@code network}. */
  public Load(Network network, Plan plan) {
    this.network = network;
    this.plan = plan;
  }

  /** What a second of the load has given, for a line on a terminal. */
  public record Second(boolean warmingUp, double perSecond, double microsMiddle, double micros99) {}

  /**
   * Connects, warms up, measures and hangs up. Blocks until all that has been done.
   *
   * @param eachSecond is told what the last second has given
   * @throws switchboard.net.RefusedException when nobody listens there, for instance
   * @throws NotEchoedException when an answer is not what was sent
   */
  public Outcome run(Consumer<Second> eachSecond) throws IOException {
    var threads = new ArrayList<Thread>();
    try {
      for (int i = 0; i < plan.connections(); i++) {
        callers.add(new Caller(this, network.connect(plan.endpoint()), i));
      }
      for (Caller caller : callers) {
        threads.addAll(caller.start(network));
      }
      watch(plan.warmUp(), true, eachSecond);
      recorder.getIntervalHistogram(); // what was before is forgotten
      long start = System.nanoTime();
      watch(plan.time(), false, eachSecond);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      stopping = true;
      awaitEnd(threads);
      requireNoFailure();
      return new Outcome(plan, measured, time, lost.get());
    } finally {
      stopping = true;
      callers.forEach(Caller::hangUp);
    }
  }

  private void watch(Duration time, boolean warmingUp, Consumer<Second> eachSecond)
      throws IOException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      long before = System.nanoTime();
      pause(Math.min(left, LOOK.toNanos()));
      requireNoFailure();
      if (lost.get() == plan.connections()) {
        throw new IOException("every connection was lost");
      }
      Histogram now = recorder.getIntervalHistogram();
      double seconds = (System.nanoTime() - before) / 1e9;
      eachSecond.accept(
          new Second(
              warmingUp,
              now.getTotalCount() / seconds,
              now.getValueAtPercentile(50) / 1e3,
              now.getValueAtPercentile(99) / 1e3));
      if (!warmingUp) {
        measured.add(now);
      }
    }
  }

  /** Obeys the thread's deadlines and interruption, as all waits do. */
  private void pause(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && failure == null; left = end - System.nanoTime()) {
      switchboard.net.spi.Waiting.park(this, left);
    }
  }

  private void requireNoFailure() throws IOException {
    IOException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  /** In a closed loop everybody still hears his last answer; nobody waits for it for ever. */
  private void awaitEnd(List<Thread> threads) throws IOException {
    try (var _ = Deadline.after(END_WITHIN)) {
      callers.forEach(Caller::end);
      for (Thread thread : threads) {
        while (thread.isAlive()) {
          switchboard.net.spi.Waiting.park(thread, Duration.ofMillis(10).toNanos());
        }
      }
    }
  }

  Plan plan() {
    return plan;
  }

  boolean isStopping() {
    return stopping;
  }

  /** A message has come back. */
  void cameBack(long nanosLate) {
    recorder.recordValue(Math.max(0, nanosLate));
  }

  /** A caller has come to an end that was not planned. */
  void ended(Connection connection, IOException reason) {
    if (stopping) {
      return;
    }
    if (reason instanceof NotEchoedException wrong) {
      failure = wrong;
    } else if (lost.incrementAndGet() == plan.connections()) {
      failure = reason;
    }
    connection.abort();
  }

  /** The threads that run callers park here between two messages. */
  static void parkUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
