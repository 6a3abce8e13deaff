package switchboard.testing;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/** Faults that a good connection does not show: with them alone every contract still holds. */
class FaultyContractsTest {

  /** A network of short reads, short writes and delays. */
  abstract static class Halting implements ConnectionContract, ListenerContract, ReadinessContract {
    private final MemoryEngine engine = new MemoryEngine();
    private final FaultyEngine faulty;
    private final Network network;

    Halting(long seed) {
      faulty =
          new FaultyEngine(
              engine,
              Faults.seeded(seed)
                  .shortReads(0.01)
                  .shortWrites(0.01)
                  .delays(0.01, Duration.ofMillis(1)));
      network = Network.over(faulty);
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
      return engine.openHandles().size();
    }

    @Override
    public String toString() {
      return faulty.toString();
    }
  }

  @Nested
  class Seed1 extends Halting {
    Seed1() {
      super(1);
    }
  }

  @Nested
  class Seed20261120 extends Halting {
    Seed20261120() {
      super(20261120);
    }
  }

  @Nested
  class SeedOfThisRun extends Halting {
    private static final long SEED = System.nanoTime();

    SeedOfThisRun() {
      super(SEED);
    }
  }

  /** Every read and write is a few bytes: slow, so on fewer cases. */
  @Nested
  class Dribbling implements TransferContract, ListenerContract, ReadinessContract {
    private final MemoryEngine engine = new MemoryEngine();
    private final Network network =
        Network.over(new FaultyEngine(engine, Faults.seeded(3).shortReads(1).shortWrites(1)));

    @Override
    public Network network() {
      return network;
    }

    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.tcp("::1", 0);
    }

    @Override
    public long openHandles() {
      return engine.openHandles().size();
    }
  }
}
