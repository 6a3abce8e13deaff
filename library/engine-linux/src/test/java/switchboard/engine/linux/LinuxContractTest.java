package switchboard.engine.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** Every contract over the Linux engine, with sockets of every kind. */
class LinuxContractTest {

  /** The engine that the process keeps, so that its own descriptors are there before a case. */
  abstract static class OverLinux implements NetworkContract {
    private static final Network NETWORK = Network.over(new LinuxEngineProvider().open());

    private final String endpoint;

    OverLinux(String endpoint) {
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

  /** The same for whoever runs on a loop of the engine. */
  interface OnLoops extends NetworkContract {
    @Override
    default Thread.Builder threads() {
      assertTrue(network().hasLoops());
      return network().loopThread();
    }

    @Override
    default boolean runsOnThreads() {
      return true;
    }
  }

  @Nested
  class Tcp4 extends OverLinux
      implements ConnectionContract, ListenerContract, ReadinessContract, OptionsContract {
    Tcp4() {
      super("tcp://127.0.0.1:0");
    }
  }

  @Nested
  class Tcp6 extends OverLinux
      implements ConnectionContract, ListenerContract, ReadinessContract, OptionsContract {
    Tcp6() {
      super("tcp://[::1]:0");
    }
  }

  @Nested
  class Everywhere extends OverLinux implements ListenerContract {
    Everywhere() {
      super("tcp://:0");
    }
  }

  @Nested
  class Unix extends OverLinux implements ConnectionContract, ListenerContract, ReadinessContract {
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
  class Udp4 extends OverLinux implements DatagramsContract {
    Udp4() {
      super("udp://127.0.0.1:0");
    }
  }

  /** Groups over lo; those of IPv6 and all that lo can't show are in {@code NioGroupsTest}. */
  @Nested
  class Groups4 extends OverLinux implements MulticastContract, BroadcastContract {
    Groups4() {
      super("udp://0.0.0.0:0");
    }

    @Override
    public boolean loopIsHeeded() {
      return false;
    }
  }

  @Nested
  class Udp6 extends OverLinux implements DatagramsContract {
    Udp6() {
      super("udp://[::1]:0");
    }
  }

  @Nested
  class Tcp4OnLoops extends Tcp4 implements OnLoops {}

  @Nested
  class Tcp6OnLoops extends Tcp6 implements OnLoops {}

  @Nested
  class UnixOnLoops extends Unix implements OnLoops {}

  @Nested
  class Udp4OnLoops extends Udp4 implements OnLoops {}

  @Nested
  class Udp6OnLoops extends Udp6 implements OnLoops {}

  /** Names without a file: unix(7), "abstract". */
  @Nested
  class Abstract extends OverLinux
      implements ConnectionContract, ListenerContract, ReadinessContract {
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
