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
 * Gives each case of a contract its {@link TestScope} and its deadline, and asserts when it has
 * ended that it left no socket and no thread behind. Used by JUnit.
 */
public final class ContractExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver, InvocationInterceptor {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(ContractExtension.class);
  private static final long LOOK_NANOS = 1_000_000;

  /** A deadline that has passed before the wait begins would start no poller. */
  private static final Duration LONG_ENOUGH_TO_WAIT = Duration.ofMillis(100);

  /** For JUnit. */
  public ContractExtension() {}

  private record Before(TestScope scope, long handles, Set<Thread> threads) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    NetworkContract contract = contract(context);
    // Not computeIfAbsent, which JUnit 5 does not have, nor its predecessor, which 6 deprecates.
    var ofClass = context.getParent().orElse(context).getStore(SPACE);
    if (ofClass.get("warm") == null) {
      ofClass.put("warm", warmUp(contract));
    }
    var before =
        new Before(new TestScope(contract::threads), contract.openHandles(), lastingThreads());
    context.getStore(SPACE).put("before", before);
  }

  /**
   * Opens one of each once and waits there, so that what an engine keeps for ever is there before
   * we count.
   */
  private static boolean warmUp(NetworkContract contract) {
    contract.threads(); // the loops that they live on
    Endpoint endpoint = contract.listenEndpoint();
    try (var scope = new TestScope()) {
      if (endpoint.scheme().equals("udp")) {
        waitOnce(scope.add(contract.network().bind(endpoint, Options.none())));
      } else {
        waitOnce(scope.pair(contract.network(), endpoint).client());
      }
      return true;
    } catch (IOException e) {
      throw new AssertionError("the network under test can't even start", e);
    }
  }

  private static void waitOnce(Connection connection) throws IOException {
    try (var _ = Deadline.after(LONG_ENOUGH_TO_WAIT)) {
      connection.awaitReadable();
    } catch (DeadlineExceededException nobodyWrites) {
      return;
    }
  }

  private static void waitOnce(Datagrams socket) throws IOException {
    try (var _ = Deadline.after(LONG_ENOUGH_TO_WAIT)) {
      socket.receive(ByteBuffer.allocate(1));
    } catch (DeadlineExceededException nobodySends) {
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
      failed.addSuppressed(new AssertionError("under test: " + contract(context))); // and its seed
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
        () -> contract.openHandles() + " sockets are open, " + before.handles + " before");
    await(
        () -> before.threads.containsAll(lastingThreads()),
        () -> "threads are left: " + lastingThreads());
  }

  /**
   * Waits until {@code condition}, which may take an engine a moment; fails when it does not come.
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

  /** Platform threads that the library or a test started and that do not end by themselves. */
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
      throw new IllegalStateException("no case is running");
    }
    return before;
  }

  private static NetworkContract contract(ExtensionContext context) {
    return (NetworkContract) context.getRequiredTestInstance();
  }
}
