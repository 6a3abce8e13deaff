package switchboard.engine.nio;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.testing.BroadcastContract;
import switchboard.testing.ConnectionContract;
import switchboard.testing.DatagramsContract;
import switchboard.testing.ListenerContract;
import switchboard.testing.MulticastContract;
import switchboard.testing.NetworkContract;
import switchboard.testing.OptionsContract;
import switchboard.testing.ReadinessContract;

/** Every contract over the portable engine, with sockets of every kind. */
class NioContractTest {

  /** The engine that the process keeps, so that its own descriptors are there before a case. */
  abstract static class OverNio implements NetworkContract {
    private static final Network NETWORK = Network.over(new NioEngineProvider().open());

    private final String endpoint;

    OverNio(String endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public Network network() {
      return NETWORK;
    }

    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.parse(endpoint);
    }
  }

  @Nested
  class Tcp4 extends OverNio
      implements ConnectionContract, ListenerContract, ReadinessContract, OptionsContract {
    Tcp4() {
      super("tcp://127.0.0.1:0");
    }
  }

  @Nested
  class Tcp6 extends OverNio
      implements ConnectionContract, ListenerContract, ReadinessContract, OptionsContract {
    Tcp6() {
      super("tcp://[::1]:0");
    }
  }

  @Nested
  class Everywhere extends OverNio implements ListenerContract {
    Everywhere() {
      super("tcp://:0");
    }
  }

  @Nested
  class Unix extends OverNio implements ConnectionContract, ListenerContract, ReadinessContract {
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
  class Udp4 extends OverNio implements DatagramsContract {
    Udp4() {
      super("udp://127.0.0.1:0");
    }
  }

  /** Groups over lo; those of IPv6 and all that lo can't show are in {@link NioGroupsTest}. */
  @Nested
  class Groups4 extends OverNio implements MulticastContract, BroadcastContract {
    Groups4() {
      super("udp://0.0.0.0:0");
    }

    @Override
    public boolean loopIsHeeded() {
      return false;
    }
  }

  @Nested
  class Udp6 extends OverNio implements DatagramsContract {
    Udp6() {
      super("udp://[::1]:0");
    }
  }
}
