package switchboard.contracts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Options;

/**
 * What one test has opened and started: a contract's case gets one as its parameter, and {@link
 * ContractExtension} closes it when the case has ended. Any thread.
 */
public final class TestScope implements AutoCloseable {
  /** How long a test waits for anything before it fails. */
  public static final Duration LIMIT = Duration.ofSeconds(10);

  private static final long LOOK_NANOS = 200_000;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>(); // guarded by this, as below
  private final List<TestTask<?>> tasks = new ArrayList<>();

  private final Supplier<Thread.Builder> threads;

  /** Nothing yet; what it starts runs on virtual threads of the JDK. */
  public TestScope() {
    this(Thread::ofVirtual);
  }

  /** Nothing yet; what it starts runs on {@code threads}. */
  public TestScope(Supplier<Thread.Builder> threads) {
    this.threads = threads;
  }

  /** Waits until that holds, and fails if it does not within {@link #LIMIT}. */
  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("expected, and not so after " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Two ends of one stream. */
  public record Pair(Connection client, Connection server) {}

  /** A step of a test that gives nothing back. */
  public interface Step {
    /** Does it. */
    void run() throws Exception;
  }

  /** Closes {@code socket}, or whatever it is, when the test has ended. */
  public synchronized <T extends AutoCloseable> T add(T socket) {
    opened.push(socket);
    return socket;
  }

  /** Listens until the test has ended. */
  public Listener listen(Network network, Endpoint endpoint) throws IOException {
    return add(network.listen(endpoint, Options.none()));
  }

  /** Connects to {@code listener}. */
  public Connection connect(Network network, Listener listener) throws IOException {
    return add(network.connect(Endpoint.of(listener.local()), Options.none()));
  }

  /** Connects two ends over a listener of their own, which is closed again. */
  public Pair pair(Network network, Endpoint endpoint) throws IOException {
    try (Listener listener = network.listen(endpoint, Options.none())) {
      Connection client = connect(network, listener);
      return new Pair(client, add(listener.accept()));
    }
  }

  /** Starts {@code body} on a thread of its own, which must end with the test. */
  public <T> TestTask<T> call(Callable<T> body) {
    return started(new TestTask<>(threads.get(), body));
  }

  /** Starts {@code step} on a thread of its own, which must end with the test. */
  public TestTask<Boolean> start(Step step) {
    return call(() -> {
      step.run();
      return true;
    });
  }

  private synchronized <T> TestTask<T> started(TestTask<T> task) {
    tasks.add(task);
    task.start();
    return task;
  }

  /**
   * Closes everything, the last first, and waits for the threads.
   *
   * @throws AssertionError when a thread does not end
   */
  @Override
  public void close() {
    List<AutoCloseable> sockets;
    List<TestTask<?>> threads;
    synchronized (this) {
      sockets = new ArrayList<>(opened);
      threads = new ArrayList<>(tasks);
      opened.clear();
      tasks.clear();
    }
    try {
      for (AutoCloseable socket : sockets) {
        socket.close();
      }
      for (TestTask<?> thread : threads) {
        thread.end();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while closing what the test opened", e);
    } catch (Exception e) {
      throw new AssertionError("what the test opened can't be closed", e);
    }
  }
}
