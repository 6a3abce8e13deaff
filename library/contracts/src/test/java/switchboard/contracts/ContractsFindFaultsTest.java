package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.testkit.Faults;
import switchboard.testkit.FaultyEngine;
import switchboard.testkit.MemoryEngine;

/**
 * Tests that the tests of a contract fail with a clear message if an engine violates the contract.
 */
@Tag("slow")
class ContractsFindFaultsTest {

  /** The base of test classes that run a contract on a network with faults. */
  abstract static class Wrong implements NetworkContract {
    private final MemoryEngine memory = new MemoryEngine();
    private final Network network;

    Wrong(Faults faults) {
      network = Network.over(new FaultyEngine(memory, faults));
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.tcp("127.0.0.1", 0);
    }

    @Override
    public long openHandles() {
      return memory.openHandles().size();
    }
  }

  static class Resetting extends Wrong implements TransferContract {
    Resetting() {
      super(Faults.seeded(11).resets(0.3));
    }
  }

  static class Refusing extends Wrong implements ListenerContract {
    Refusing() {
      super(Faults.seeded(12).refusals(0.5));
    }
  }

  static class Leaking extends Wrong {
    /**
     * Keeps the listeners reachable, so that the garbage collector does not close them before the
     * check.
     */
    private static final List<Listener> FORGOTTEN = new ArrayList<>();

    Leaking() {
      super(Faults.seeded(13));
    }

    @Test
    void forgetsAListener() throws IOException {
      FORGOTTEN.add(network().listen(listenEndpoint(), Options.none()));
      assertTrue(FORGOTTEN.getLast().isOpen());
    }
  }

  static class StartingAThread extends Wrong {
    StartingAThread() {
      super(Faults.seeded(14));
    }

    @Test
    void leavesAThreadBlocked(TestScope scope) throws IOException {
      TestScope.Pair pair = pair(scope);
      scope.call(() -> pair.client().read(ByteBuffer.allocate(1))).awaitBlocked();
    }
  }

  private record Outcome(int succeeded, List<Throwable> failures) {}

  private static Outcome run(Class<?> contract) {
    var failures = new ArrayList<Throwable>();
    var succeeded = new ArrayList<TestIdentifier>();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build(),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier id, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
                if (id.isTest() && result.getThrowable().isEmpty()) {
                  succeeded.add(id);
                }
              }
            });
    return new Outcome(succeeded.size(), failures);
  }

  @Test
  void resetsThatNobodyAskedForAreFound() {
    Outcome outcome = run(Resetting.class);
    assertTrue(outcome.failures.size() > 3, outcome::toString);
  }

  @Test
  void refusalsThatNobodyAskedForAreFound() {
    Outcome outcome = run(Refusing.class);
    assertTrue(outcome.failures.size() > 3, outcome::toString);
  }

  @Test
  void aSocketThatIsLeftOpenIsFound() {
    Outcome outcome = run(Leaking.class);
    assertEquals(1, outcome.failures.size(), outcome::toString);
    assertEquals(
        "1 sockets are open after the test, 0 before it", outcome.failures.getFirst().getMessage());
  }

  @Test
  void whatAScopeOpenedAndStartedIsEndedByIt() {
    Outcome outcome = run(StartingAThread.class);
    assertEquals(1, outcome.succeeded, outcome::toString);
  }
}
