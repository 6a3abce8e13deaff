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
 * A test class that runs the tests of all contracts of this package on one engine. The engine must
 * open sockets of the kernel. The tests use TCP, Unix and UDP sockets, and some tests run a second
 * time with injected faults. Extend this class in a test class of the engine. If the engine has
 * event loops (threads on which it runs virtual threads and polls sockets), extend this class in a
 * second test class and override {@link #onLoops}.
 *
 * <pre>{@code
 * class MyEngineTest extends EngineContracts {
 *   private static final MemoryEngine ENGINE = new MemoryEngine(); // your engine instead
 *
 *   @Override
 *   protected MemoryEngine engine() {
 *     return ENGINE;
 *   }
 * }
 * }</pre>
 *
 * <p>Tests with the JUnit tag {@code slow} run the tests of a contract again, with another kind of
 * endpoint.
 *
 * @since 0.1.0
 */
@SuppressWarnings("this-escape") // engine() must not use instance fields
public abstract class EngineContracts {

  private final Network network = Network.over(engine());

  /** Creates the suite. Calls {@link #engine}, which therefore must not use instance fields. */
  protected EngineContracts() {}

  /**
   * Returns the engine under test. Implementations must return the same engine in all tests of the
   * process; otherwise, descriptors that an engine keeps open would be counted as sockets that a
   * test has not closed.
   *
   * @return the engine, which the suite does not close
   */
  protected abstract Engine engine();

  /**
   * Returns whether the tests run on the event loops of the engine.
   *
   * @return false by default
   */
  protected boolean onLoops() {
    return false;
  }

  /** A group of tests that use the engine under test and one kind of endpoint. */
  public abstract class Over implements NetworkContract {
    private final String endpoint;

    /**
     * Creates a group that listens on or binds to {@code endpoint}.
     *
     * @param endpoint an endpoint in the syntax of {@link Endpoint#parse}, with port 0 for an
     *     ephemeral port
     */
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

  /** The tests for pinned carriers. It is sufficient to run them for one kind of stream. */
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

  /** UDP with both address families on one socket. */
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

  /**
   * IPv4 multicast and broadcast over the loopback interface, which ignores {@link
   * switchboard.net.Option#MULTICAST_LOOP}.
   */
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

  /**
   * Tests with injected delays, short reads and short writes. Over the loopback interface, these
   * rarely happen without injection.
   */
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
