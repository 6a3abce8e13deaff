package switchboard.contracts;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;
import switchboard.net.Connection;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Options;

/**
 * A JUnit extension that creates a {@link TestScope} and a deadline for each test of a contract.
 * The test fails if it leaves a socket open or a thread running. {@link NetworkContract} registers
 * this extension.
 *
 * @since 0.1.0
 */
public final class ContractExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver, InvocationInterceptor {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(ContractExtension.class);
  private static final long LOOK_NANOS = 1_000_000;

  /**
   * The duration of a wait for input. It is long enough for the wait to block, because an engine
   * starts its poller thread only when a wait blocks.
   */
  private static final Duration LONG_ENOUGH_TO_WAIT = Duration.ofMillis(100);

  /** Called by JUnit. */
  public ContractExtension() {}

  private record Before(TestScope scope, long handles, Set<Thread> threads) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    NetworkContract contract = contract(context);
    // JUnit 5 lacks computeIfAbsent, and JUnit 6 deprecates getOrComputeIfAbsent.
    var ofClass = context.getParent().orElse(context).getStore(SPACE);
    if (ofClass.get("warm") == null) {
      ofClass.put("warm", warmUp(contract));
    }
    var before =
        new Before(new TestScope(contract::threads), contract.openHandles(), lastingThreads());
    context.getStore(SPACE).put("before", before);
  }

  /**
   * Opens sockets and waits for input on them once. An engine creates some descriptors and threads
   * on first use and keeps them permanently. This method makes them exist before sockets and
   * threads are counted.
   */
  private static boolean warmUp(NetworkContract contract) {
    contract.threads(); // starts the event loops
    Endpoint endpoint = contract.listenEndpoint();
    try (var scope = new TestScope()) {
      if (endpoint.scheme().equals("udp")) {
        waitOnce(scope.add(contract.network().bind(endpoint, Options.none())));
      } else {
        waitOnce(scope.pair(contract.network(), endpoint).client());
      }
      return true;
    } catch (IOException e) {
      throw new AssertionError("the network under test failed to open a socket", e);
    }
  }

  private static void waitOnce(Connection connection) throws IOException {
    try (var _ = Deadline.after(LONG_ENOUGH_TO_WAIT)) {
      connection.awaitReadable();
    } catch (DeadlineExceededException expected) {
      return;
    }
  }

  private static void waitOnce(Datagrams socket) throws IOException {
    try (var _ = Deadline.after(LONG_ENOUGH_TO_WAIT)) {
      socket.receive(ByteBuffer.allocate(1));
    } catch (DeadlineExceededException expected) {
      return;
    }
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    try {
      if (contract(context).runsOnThreads()) {
        proceedOn(contract(context).threads(), invocation);
      } else {
        proceed(invocation);
      }
    } catch (TestAbortedException skipped) {
      throw skipped;
    } catch (Throwable failed) {
      failed.addSuppressed(
          new AssertionError(
              "under test: " + contract(context))); // contains the seed of its faults
      throw failed;
    }
  }

  private static void proceed(Invocation<@Nullable Void> invocation) throws Throwable {
    try (var _ = Deadline.after(TestScope.LIMIT)) {
      invocation.proceed();
    }
  }

  private static void proceedOn(Thread.Builder kind, Invocation<@Nullable Void> invocation)
      throws Throwable {
    var outcome = new CompletableFuture<@Nullable Throwable>();
    Thread thread =
        kind.name("case")
            .start(() -> {
              try {
                proceed(invocation);
                outcome.complete(null);
              } catch (Throwable failed) {
                outcome.complete(failed);
              }
            });
    Throwable failed = outcome.join();
    thread.join();
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Before before = before(context);
    NetworkContract contract = contract(context);
    before.scope.close();
    await(
        () -> contract.openHandles() <= before.handles,
        () ->
            contract.openHandles()
                + " sockets are open after the test, "
                + before.handles
                + " before it");
    await(
        () -> before.threads.containsAll(lastingThreads()),
        () -> "threads are still running: " + lastingThreads());
  }

  /**
   * Polls until {@code condition} is true, because an engine may release a socket with a delay.
   * Fails after {@link TestScope#LIMIT}.
   */
  static void await(BooleanSupplier condition, Supplier<String> complaint) {
    long end = System.nanoTime() + TestScope.LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(complaint.get());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Returns those platform threads of the library and of tests that do not end by themselves. */
  private static Set<Thread> lastingThreads() {
    var found = new HashSet<Thread>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      boolean ours =
          name.startsWith("switchboard-")
              && !name.startsWith("switchboard-resolver-")
              && !name.equals("switchboard-monitor")
              && !name.equals("switchboard-releaser");
      boolean tests = !thread.isDaemon() && !name.startsWith("junit-");
      if (ours || tests) {
        found.add(thread);
      }
    }
    return found;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestScope.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return before(context).scope;
  }

  private static Before before(ExtensionContext context) {
    Before before = context.getStore(SPACE).get("before", Before.class);
    if (before == null) {
      throw new IllegalStateException("no test is running");
    }
    return before;
  }

  private static NetworkContract contract(ExtensionContext context) {
    return (NetworkContract) context.getRequiredTestInstance();
  }
}
