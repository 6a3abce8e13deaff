package switchboard.contracts;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.testkit.Faults;
import switchboard.testkit.FaultyEngine;
import switchboard.testkit.MemoryEngine;

/**
 * Runs the tests of the contracts on networks with injected faults. The contracts permit these
 * faults, so the tests must pass.
 */
class FaultyContractsTest {

  /** The base of test classes for networks in memory with faults. */
  abstract static class Faulty implements NetworkContract {
    private final MemoryEngine engine = new MemoryEngine();
    private final FaultyEngine faulty;
    private final Network network;
    private final String endpoint;

    Faulty(Faults faults, String endpoint) {
      this.faulty = new FaultyEngine(engine, faults);
      this.network = Network.over(faulty);
      this.endpoint = endpoint;
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.parse(endpoint);
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

  /** Streams with short reads, short writes and delays. */
  abstract static class Halting extends Faulty
      implements ConnectionContract, ListenerContract, ReadinessContract {
    Halting(long seed) {
      super(
          Faults.seeded(seed).shortReads(0.01).shortWrites(0.01).delays(0.01, Duration.ofMillis(1)),
          "tcp://127.0.0.1:0");
    }
  }

  @Tag("slow")
  @Nested
  class Seed1 extends Halting {
    Seed1() {
      super(1);
    }
  }

  @Tag("slow")
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

  /** A stream must fulfil its contract even if its segments are delayed. */
  @Tag("slow")
  @Nested
  class Late extends Faulty implements ConnectionContract, ReadinessContract {
    Late() {
      super(
          Faults.seeded(4)
              .latency(Duration.ZERO, Duration.ofNanos(100_000))
              .segmentLoss(0.001, Duration.ofMillis(1)),
          "tcp://127.0.0.1:0");
    }
  }

  /**
   * A datagram socket must fulfil its contract if datagrams are delayed but arrive in the order in
   * which they were sent.
   */
  @Nested
  class LateDatagrams extends Faulty implements DatagramsContract {
    LateDatagrams() {
      super(
          Faults.seeded(5).latency(Duration.ofNanos(50_000), Duration.ofNanos(50_000)),
          "udp://127.0.0.1:0");
    }
  }

  /**
   * Every read and every write transfers only a few bytes. These tests need more time, so only some
   * of the contracts are tested.
   */
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
