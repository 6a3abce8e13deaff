package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.spi.Engine;
import switchboard.testkit.Faults;
import switchboard.testkit.FaultyEngine;

/**
 * Every contract over an engine of the kernel, with sockets of every kind and with faults: extend
 * it in a test class for the engine, and once more {@link #onLoops} if it has them.
 */
@SuppressWarnings("this-escape") // subclasses give an engine that needs none of their fields
public abstract class EngineContracts {

  private final Network network = Network.over(engine());

  /** Calls {@link #engine}. */
  protected EngineContracts() {}

  /** One that the process keeps, so that its own descriptors are there before a case. */
  protected abstract Engine engine();

  /** Whether cases run on the loops of the engine. */
  protected boolean onLoops() {
    return false;
  }

  /** Over the engine, at one kind of endpoint. */
  public abstract class Over implements NetworkContract {
    private final String endpoint;

    /** Listens or binds at {@code endpoint}. */
    protected Over(String endpoint) {
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
    public Thread.Builder threads() {
      if (onLoops()) {
        assertTrue(network().hasEventLoops());
        return network().eventLoopThread();
      }
      return Thread.ofVirtual();
    }

    @Override
    public boolean runsOnThreads() {
      return onLoops();
    }
  }

  @Nested
  class Tcp4 extends Over
      implements ConnectionContract, ListenerContract, ReadinessContract, OptionsContract {
    Tcp4() {
      super("tcp://127.0.0.1:0");
    }
  }

  /** Once for all kinds of streams. */
  @Tag("slow")
  @Nested
  class Pinning extends Over implements PinningContract {
    Pinning() {
      super("tcp://127.0.0.1:0");
    }
  }

  @Tag("slow")
  @Nested
  class Tcp6 extends Over
      implements ConnectionContract, ListenerContract, ReadinessContract, OptionsContract {
    Tcp6() {
      super("tcp://[::1]:0");
    }
  }

  @Tag("slow")
  @Nested
  class Everywhere extends Over implements ListenerContract {
    Everywhere() {
      super("tcp://:0");
    }
  }

  @Tag("slow")
  @Nested
  class Unix extends Over
      implements ConnectionContract, ListenerContract, ReadinessContract, SocketFileContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir Path directory;

    Unix() {
      super("unix:unused");
    }

    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.unix(directory.resolve("s" + NAMES.incrementAndGet()).toString());
    }
  }

  @Nested
  class Udp4 extends Over implements DatagramsContract {
    Udp4() {
      super("udp://127.0.0.1:0");
    }
  }

  @Tag("slow")
  @Nested
  class Udp6 extends Over implements DatagramsContract {
    Udp6() {
      super("udp://[::1]:0");
    }
  }

  /** Both families on one socket. */
  @Nested
  class UdpEverywhere extends Over implements ReplyContract {
    UdpEverywhere() {
      super("udp://:0");
    }
  }

  @Nested
  class UdpEverywhere4 extends Over implements ReplyContract {
    UdpEverywhere4() {
      super("udp://0.0.0.0:0");
    }
  }

  /** Groups over lo, which does not show everything: nor whether the loop is heeded. */
  @Nested
  class Groups4 extends Over implements MulticastContract, BroadcastContract {
    Groups4() {
      super("udp://0.0.0.0:0");
    }

    @Override
    public boolean loopIsHeeded() {
      return false;
    }
  }

  /** With short reads and writes and delays, which a good connection does not show. */
  @Tag("slow")
  @Nested
  class Halting extends Over implements ConnectionContract, ListenerContract, ReadinessContract {
    private static final long SEED = System.nanoTime();

    private final FaultyEngine faulty =
        new FaultyEngine(
            engine(),
            Faults.seeded(SEED)
                .shortReads(0.01)
                .shortWrites(0.01)
                .delays(0.01, Duration.ofMillis(1)));

    private final Network network = Network.over(faulty);

    Halting() {
      super("tcp://127.0.0.1:0");
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public String toString() {
      return faulty.toString();
    }
  }
}
