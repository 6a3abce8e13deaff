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
 * Closes the sockets and stops the threads of one test. A test method of a contract declares a
 * scope as its parameter. {@link ContractExtension} creates the scope before the test, and closes
 * it when the test ends. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class TestScope implements AutoCloseable {
  /** The maximum time for which a test waits for an event before it fails: 10 seconds. */
  public static final Duration LIMIT = Duration.ofSeconds(10);

  private static final long LOOK_NANOS = 200_000;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>(); // guarded by this, like tasks
  private final List<TestTask<?>> tasks = new ArrayList<>();

  private final Supplier<Thread.Builder> threads;

  /** Creates a scope whose tasks run on virtual threads of the JDK. */
  public TestScope() {
    this(Thread::ofVirtual);
  }

  /**
   * Creates a scope whose tasks run on threads that builders from {@code threads} create.
   *
   * @param threads returns a new builder for each thread
   */
  public TestScope(Supplier<Thread.Builder> threads) {
    this.threads = threads;
  }

  /**
   * Polls until {@code condition} is true.
   *
   * @param what describes the condition, for the message of the error
   * @param condition the condition, which is evaluated on the calling thread
   * @throws AssertionError if the condition is not true within {@link #LIMIT}
   */
  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("timeout after " + LIMIT + ", still not true: " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /**
   * Both ends of one connection.
   *
   * @param client the end that connected
   * @param server the end that was accepted
   */
  public record Pair(Connection client, Connection server) {}

  /** A part of a test, as a function without a result. */
  public interface Step {
    /**
     * Runs the step.
     *
     * @throws Exception to fail the test
     */
    void run() throws Exception;
  }

  /**
   * Registers {@code socket} to be closed when the scope is closed.
   *
   * @param <T> the type of the resource
   * @param socket a socket or another resource
   * @return {@code socket}
   */
  public synchronized <T extends AutoCloseable> T add(T socket) {
    opened.push(socket);
    return socket;
  }

  /**
   * Listens until the scope is closed.
   *
   * @param network the network under test
   * @param endpoint the endpoint at which to listen
   * @return the listener
   * @throws IOException if an I/O error occurs
   */
  public Listener listen(Network network, Endpoint endpoint) throws IOException {
    return add(network.listen(endpoint, Options.none()));
  }

  /**
   * Connects to {@code listener}. The connection is closed when the scope is closed.
   *
   * @param network the network under test
   * @param listener the listener; it need not have accepted the connection yet
   * @return the connection
   * @throws IOException if an I/O error occurs
   */
  public Connection connect(Network network, Listener listener) throws IOException {
    return add(network.connect(Endpoint.of(listener.local()), Options.none()));
  }

  /**
   * Creates a connection through a temporary listener. Both ends are closed when the scope is
   * closed.
   *
   * @param network the network under test
   * @param endpoint the endpoint at which to listen
   * @return both ends of the connection
   * @throws IOException if an I/O error occurs
   */
  public Pair pair(Network network, Endpoint endpoint) throws IOException {
    try (Listener listener = network.listen(endpoint, Options.none())) {
      Connection client = connect(network, listener);
      return new Pair(client, add(listener.accept()));
    }
  }

  /**
   * Starts {@code body} on a new thread. Closing the scope waits for the end of this thread.
   *
   * @param <T> the type of the result
   * @param body computes the result
   * @return the task
   */
  public <T> TestTask<T> call(Callable<T> body) {
    return started(new TestTask<>(threads.get(), body));
  }

  /**
   * Starts {@code step} on a new thread. Closing the scope waits for the end of this thread.
   *
   * @param step the step to run
   * @return the task, whose result is true
   */
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
   * Closes all resources, the most recent one first, and waits for the end of all threads. A thread
   * that does not end within a second is interrupted.
   *
   * @throws AssertionError if a thread does not end, or a resource cannot be closed
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
      throw new AssertionError("interrupted while closing the resources of the test", e);
    } catch (Exception e) {
      throw new AssertionError("a resource of the test failed to close", e);
    }
  }
}
