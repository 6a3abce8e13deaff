package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import switchboard.net.Address;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.net.Failure;
import switchboard.net.NameNotFoundException;
import switchboard.net.Network;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Options;
import switchboard.net.spi.support.Waiting;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/**
 * Tests endpoints that an operation does not support, name resolution, and connections that were
 * not closed.
 */
class NetworkTest {
  private final MemoryEngine engine = new MemoryEngine();
  private final Network network = Network.over(engine);
  @AutoClose private final TestScope scope = new TestScope();

  private static void assertSays(String sentence, Executable call) {
    assertEquals(sentence, assertThrows(EndpointException.class, call).getMessage());
  }

  @Test
  void aSchemeThatNoModuleProvidesIsOneClearError() {
    assertSays(
        "unknown scheme 'gopher' in 'gopher://host'; known schemes: tcp, udp, unix, stdio, greet",
        () -> network.connect("gopher://host"));
    assertSays(
        "unknown scheme 'tls' in 'tls://host:443'; known schemes: tcp, udp, unix, stdio, greet",
        () -> network.listen(new Endpoint("tls", "host", "", 443, "")));
  }

  @Test
  void anEndpointOfTheWrongKindIsSaidSo() {
    assertSays(
        "cannot listen for connections on udp://host:53; write for example tcp://127.0.0.1:7000",
        () -> network.listen("udp://host:53"));
    assertSays(
        "cannot connect a stream to udp://host:53, which is for datagrams; write for example"
            + " tcp://127.0.0.1:7000",
        () -> network.connect("udp://host:53"));
    assertSays(
        "tcp://host:53 is not a datagram endpoint; write for example udp://127.0.0.1:7007",
        () -> network.bind(Endpoint.tcp("host", 53), Options.none()));
    Endpoint tooLong = Endpoint.unix("/" + "x".repeat(200));
    assertThrows(EndpointException.class, () -> network.listen(tooLong, Options.none()));
  }

  @Test
  void namesAreResolvedWithinTheDeadline() throws IOException {
    Network named =
        network.withResolver((host, port) -> {
          Waiting.check();
          return List.of(Address.loopback(port));
        });
    scope.add(named.listen("name.example:80"));
    scope.add(named.connect("name.example:80"));
    try (var _ = Deadline.after(Duration.ZERO)) {
      var cut =
          assertThrows(DeadlineExceededException.class, () -> named.connect("name.example:80"));
      assertTrue(String.valueOf(cut.getMessage()).startsWith("resolve 'name.example'"));
    }
    Thread.currentThread().interrupt();
    assertThrows(OperationInterruptedException.class, () -> named.connect("name.example:80"));
    assertTrue(Thread.interrupted());
  }

  @Test
  void aNameThatIsNotFoundIsSaidSo() {
    Network empty =
        network.withResolver((host, port) -> {
          throw new NameNotFoundException(
              new Failure("resolve '" + host + "'", null, null, "none"));
        });
    assertThrows(NameNotFoundException.class, () -> empty.connect("name.example:80"));
  }

  @Test
  void aNetworkHasItsClock() {
    var ticker = new ManualTicker();
    assertSame(ticker, network.withTicker(ticker).ticker());
  }

  @Test
  void aConnectionThatBecameGarbageIsClosedAndLogged() throws Exception {
    scope.add(network.listen("127.0.0.1:80"));
    var told = new CountDownLatch(1);
    var handler = new Listening(told);
    Logger logger = Logger.getLogger("switchboard.net");
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      forget(network);
      long end = System.nanoTime() + TestScope.LIMIT.toNanos();
      while (!told.await(20, TimeUnit.MILLISECONDS) && System.nanoTime() - end < 0) {
        System.gc();
      }
      assertEquals(0, told.getCount(), "nothing was logged");
      while (hasStreams() && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(
            1_000_000); // the warning is logged just before the connection is closed
      }
      assertFalse(hasStreams(), "the connection is closed");
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  private boolean hasStreams() {
    return engine.openHandles().stream().anyMatch(name -> name.startsWith("stream"));
  }

  private static void forget(Network network) throws IOException {
    assertTrue(network.connect("127.0.0.1:80").isOpen());
  }

  /** Waits for the warning that a connection was garbage-collected although it was not closed. */
  private static final class Listening extends Handler {
    private final CountDownLatch told;

    Listening(CountDownLatch told) {
      this.told = told;
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getMessage().contains("became garbage before it was closed")) {
        told.countDown();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
