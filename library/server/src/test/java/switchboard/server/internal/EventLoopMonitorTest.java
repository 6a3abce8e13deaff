package switchboard.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.Board;
import switchboard.server.ConnectionHandler;
import switchboard.server.Logged;
import switchboard.server.Server;
import switchboard.server.Strategy;
import switchboard.testkit.ManualTicker;

/**
 * Tests that a handler that blocks an event loop is reported, and that a waiting handler is not.
 */
class EventLoopMonitorTest {
  private static final Network NETWORK = Network.system();

  private final AtomicBoolean computing = new AtomicBoolean();
  private final AtomicBoolean released = new AtomicBoolean();

  /**
   * A clock that only the test advances. With a real clock, a busy machine would delay event loops,
   * and the test would fail.
   */
  private final ManualTicker ticker = new ManualTicker();

  private Server start(ConnectionHandler service) throws IOException {
    boolean ci = Boolean.getBoolean("switchboard.ci"); // with this property, no test may be skipped
    Assumptions.assumeTrue(ci || NETWORK.hasEventLoops(), "this engine has no loops here");
    assertTrue(NETWORK.hasEventLoops(), "loops are opened by the options of the build");
    return Server.builder(service)
        .network(NETWORK.withTicker(ticker))
        .listen("127.0.0.1:0")
        .strategy(Strategy.EVENT_LOOPS)
        .start();
  }

  private void compute(Connection connection) throws IOException {
    connection.source().readByte();
    computing.set(true);
    while (!released.get()) {
      Thread.onSpinWait();
    }
  }

  private boolean passed() {
    ticker.advance(Duration.ofMillis(100));
    return false;
  }

  @Test
  void aServiceThatComputesOnItsLoopIsNamedOnceWithThePlace() throws Exception {
    try (var log = new Logged("switchboard.server");
        Server server = start(this::compute);
        Connection caller = NETWORK.connect(server.endpoint())) {
      caller.sink().writeByte(1).flush();
      Board.await("it computes", computing::get);
      Board.await(
          "it is reported", () -> log.find("has blocked switchboard-loop-") != null || passed());
      String line = String.valueOf(log.find("has blocked"));
      assertTrue(line.contains("the handler for " + caller.local()), line);
      assertTrue(line.contains("EventLoopMonitorTest.compute"), line);
      released.set(true);
      assertEquals(-1, caller.read(java.nio.ByteBuffer.allocate(1)));
      assertEquals(1, log.count("has blocked"));
      assertTrue(server.counters().slowHandlers() >= 1);
    }
  }

  /** Sleeps in native code, in which no Java frame is on top of the stack. */
  @SuppressWarnings("restricted")
  private void sleepNatively(Connection connection) throws Exception {
    connection.source().readByte();
    var linker = Linker.nativeLinker();
    MethodHandle usleep =
        linker.downcallHandle(
            linker.defaultLookup().find("usleep").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    computing.set(true);
    while (!released.get()) {
      try {
        int _ = (int) usleep.invokeExact(200_000); // microseconds
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aServiceWhoseNativeCallPinsItsLoopIsNamedWithThePlace() throws Exception {
    try (var log = new Logged("switchboard.server");
        Server server = start(this::sleepNatively);
        Connection caller = NETWORK.connect(server.endpoint())) {
      caller.sink().writeByte(1).flush();
      Board.await("it sleeps", computing::get);
      Board.await(
          "it is reported", () -> log.find("has blocked switchboard-loop-") != null || passed());
      released.set(true);
      String line = String.valueOf(log.find("has blocked"));
      assertTrue(line.contains("the handler for " + caller.local()), line);
      assertTrue(line.contains("EventLoopMonitorTest.sleepNatively"), line);
      assertEquals(-1, caller.read(java.nio.ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aServiceThatWaitsHoldsUpNobody() throws Exception {
    try (var log = new Logged("switchboard.server");
        Server waiting = start(connection -> connection.source().readByte());
        Connection caller = NETWORK.connect(waiting.endpoint())) {
      var looks = NETWORK.eventLoops().getFirst();
      try (Connection other = NETWORK.connect(waiting.endpoint())) {
        other.sink().writeByte(1).flush();
        assertEquals(-1, other.read(java.nio.ByteBuffer.allocate(1)));
      }
      Board.await("the loop sleeps", looks::isSleeping);
      for (int i = 0; i < 10; i++) {
        ticker.awaitParked(1);
        ticker.advance(Duration.ofSeconds(1));
      }
      ticker.awaitParked(1);
      caller.sink().writeByte(1).flush();
      assertEquals(-1, caller.read(java.nio.ByteBuffer.allocate(1)));
      assertNull(log.find("has blocked"));
    }
  }
}
