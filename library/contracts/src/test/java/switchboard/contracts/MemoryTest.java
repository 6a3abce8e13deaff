package switchboard.contracts;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.testkit.MemoryEngine;

/** Runs the tests of every contract on the network in memory, with addresses of every kind. */
class MemoryTest {

  /**
   * The base of the test classes. Each test has a new network in memory, and the number of open
   * sockets of this network is checked.
   */
  abstract static class InMemory implements NetworkContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final MemoryEngine engine = new MemoryEngine();
    private final Network network = Network.over(engine);
    private final String endpoint;

    InMemory(String endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.parse(endpoint.replace("NAME", "name-" + NAMES.incrementAndGet()));
    }

    @Override
    public long openHandles() {
      return engine.openHandles().size();
    }
  }

  @Nested
  class Tcp4 extends InMemory implements ConnectionContract, ListenerContract, ReadinessContract {
    Tcp4() {
      super("tcp://127.0.0.1:0");
    }
  }

  @Tag("slow")
  @Nested
  class Tcp6 extends InMemory implements ConnectionContract, ListenerContract, ReadinessContract {
    Tcp6() {
      super("tcp://[::1]:0");
    }
  }

  @Tag("slow")
  @Nested
  class Everywhere extends InMemory implements ListenerContract {
    Everywhere() {
      super("tcp://:0");
    }
  }

  @Nested
  class UnixPath extends InMemory
      implements ConnectionContract, ListenerContract, ReadinessContract {
    UnixPath() {
      super("unix:///memory/NAME.sock");
    }
  }

  @Tag("slow")
  @Nested
  class UnixAbstract extends InMemory
      implements ConnectionContract, ListenerContract, ReadinessContract {
    UnixAbstract() {
      super("unix:@NAME");
    }
  }

  @Nested
  class Udp4 extends InMemory implements DatagramsContract {
    Udp4() {
      super("udp://127.0.0.1:0");
    }
  }

  @Nested
  class UdpEverywhere extends InMemory implements ReplyContract {
    UdpEverywhere() {
      super("udp://:0");
    }
  }

  @Nested
  class UdpEverywhere4 extends InMemory implements ReplyContract {
    UdpEverywhere4() {
      super("udp://0.0.0.0:0");
    }
  }

  @Nested
  class Groups4 extends InMemory implements MulticastContract, BroadcastContract {
    Groups4() {
      super("udp://0.0.0.0:0");
    }
  }

  @Nested
  class Groups6 extends InMemory implements MulticastContract {
    Groups6() {
      super("udp://[::]:0");
    }
  }

  @Tag("slow")
  @Nested
  class Udp6 extends InMemory implements DatagramsContract {
    Udp6() {
      super("udp://[::1]:0");
    }
  }
}
