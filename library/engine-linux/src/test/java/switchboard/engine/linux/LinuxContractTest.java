package switchboard.engine.linux;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import switchboard.contracts.ConnectionContract;
import switchboard.contracts.EngineContracts;
import switchboard.contracts.ListenerContract;
import switchboard.contracts.ReadinessContract;
import switchboard.net.Endpoint;
import switchboard.net.spi.Engine;

/** Runs every contract test with the Linux engine. */
class LinuxContractTest extends EngineContracts {
  static final Engine ENGINE = new LinuxEngineProvider().open();

  @Override
  protected Engine engine() {
    return ENGINE;
  }

  /** Tests with abstract Unix sockets, which have no file (unix(7)). */
  @Tag("slow")
  @Nested
  class Abstract extends Over implements ConnectionContract, ListenerContract, ReadinessContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    Abstract() {
      super("unix:unused");
    }

    @Override
    public Endpoint listenEndpoint() {
      long pid = ProcessHandle.current().pid();
      return Endpoint.unix("@switchboard-" + pid + "-" + NAMES.incrementAndGet());
    }
  }
}
