package switchboard.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Options;

/**
 * Tests that a read returns data that arrived before the deadline, even if the poller was scheduled
 * too late to report the data before the deadline.
 */
class NioLateTest {
  private static final Network NETWORK = Network.over(NioContractTest.ENGINE);
  private static final Endpoint ANY_PORT = Endpoint.tcp("127.0.0.1", 0);

  private final TestScope scope = new TestScope();

  @AfterEach
  void close() {
    scope.close();
  }

  /**
   * Returns the result of {@code blocking} on a platform thread, while no virtual thread is
   * scheduled.
   */
  private static <T> T late(Callable<T> blocking, TestScope.Step event) throws Exception {
    var deadline = new CompletableFuture<Deadline>();
    var outcome = new CompletableFuture<T>();
    Thread blocked =
        Thread.ofPlatform()
            .start(() -> {
              try (Deadline limit = Deadline.never()) {
                deadline.complete(limit);
                outcome.complete(blocking.call());
              } catch (Throwable thrown) {
                outcome.completeExceptionally(thrown);
              }
            });
    TestScope.await("the call blocks", () -> blocked.getState() == Thread.State.WAITING);
    var released = new CompletableFuture<Boolean>();
    try {
      holdCarriers(released);
      event.run();
      deadline.join().expireNow();
      TestScope.await("the call returns or throws", outcome::isDone);
    } finally {
      released.complete(true);
    }
    blocked.join();
    return outcome.get(10, TimeUnit.SECONDS);
  }

  private static void holdCarriers(CompletableFuture<Boolean> released) {
    var held = new AtomicInteger();
    int carriers = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < carriers; i++) {
      Thread.startVirtualThread(() -> {
        held.incrementAndGet();
        while (!released.isDone()) {
          Thread.onSpinWait();
        }
      });
    }
    TestScope.await("every carrier is busy", () -> held.get() == carriers);
  }

  private TestScope.Pair pair() throws IOException {
    return scope.pair(NETWORK, ANY_PORT);
  }

  @Test
  void bytesAreRead() throws Exception {
    TestScope.Pair pair = pair();
    var target = ByteBuffer.allocate(10);
    int count =
        late(() -> pair.server().read(target), () -> pair.client().write(ByteBuffer.allocate(4)));
    assertEquals(4, count);
  }

  @Test
  void aLineIsRead() throws Exception {
    TestScope.Pair pair = pair();
    var line = ByteBuffer.wrap(new byte[] {'h', 'e', 'r', 'e', '\n'});
    assertEquals(
        "here", late(() -> pair.server().source().readLine(10), () -> pair.client().write(line)));
  }

  @Test
  void aCallerIsAccepted() throws Exception {
    Listener listener = scope.listen(NETWORK, ANY_PORT);
    Connection accepted =
        late(() -> scope.add(listener.accept()), () -> scope.connect(NETWORK, listener));
    assertEquals(listener.local(), accepted.local());
  }

  @Test
  void aDatagramIsReceived() throws Exception {
    Endpoint anywhere = Endpoint.parse("udp://127.0.0.1:0");
    var receiver = scope.add(NETWORK.bind(anywhere, Options.none()));
    var sender = scope.add(NETWORK.bind(anywhere, Options.none()));
    assertEquals(
        sender.local(),
        late(
            () -> receiver.receive(ByteBuffer.allocate(10)),
            () -> sender.send(ByteBuffer.allocate(1), receiver.local())));
  }

  @Test
  void whereNothingCameTheDeadlineEndsIt() throws Exception {
    TestScope.Pair pair = pair();
    var ended =
        assertThrows(
            ExecutionException.class,
            () -> late(() -> pair.server().read(ByteBuffer.allocate(1)), () -> {}));
    assertTrue(ended.getCause() instanceof DeadlineExceededException, ended::toString);
  }
}
