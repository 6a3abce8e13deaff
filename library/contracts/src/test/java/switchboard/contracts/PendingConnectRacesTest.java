package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.PendingConnect;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.Capability;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Engine;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;

/**
 * Tests races between a thread that polls a pending connect and another thread that closes this
 * connect. In each case, the stream of the connect must be closed at the end.
 */
@SuppressWarnings("try") // closed by another thread
class PendingConnectRacesTest {
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private volatile @Nullable PendingConnect pending;

  @Test
  void aConnectThatIsGivenUpWhileItIsLookedAtLeavesNoStreamOpen() throws Exception {
    Network network = Network.over(new AtOnce());
    int rounds = Boolean.getBoolean("switchboard.long") ? 2_000_000 : 20_000;
    Thread closing = Thread.ofPlatform().daemon().start(() -> closeEach(rounds));
    for (int round = 1; round <= rounds; round++) {
      PendingConnect attempt = network.startConnect(Address.loopback(1));
      pending = attempt;
      begun.set(round);
      var _ = attempt.isBroken(); // polls the connect, and keeps the stream if it has succeeded
      await(closed, round);
      assertEquals(0, open.get(), "a stream is left open in round " + round);
    }
    closing.join();
  }

  private void closeEach(int rounds) {
    for (int round = 1; round <= rounds; round++) {
      await(begun, round);
      Objects.requireNonNull(pending).close();
      closed.set(round);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // yields, because the machine may have only one core
  private static void await(AtomicInteger counter, int value) {
    for (int spins = 1; counter.get() < value; spins++) {
      if (spins % 1000 == 0) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aReturnedConnectionIsNotClosedByItsPendingConnect() throws Exception {
    Network network = Network.over(new AtOnce());
    try (PendingConnect pending = network.startConnect(Address.loopback(1));
        Connection connection = Objects.requireNonNull(pending.finishConnect())) {
      pending.close();
      assertEquals(1, open.get());
      assertEquals(true, connection.isOpen());
    }
    assertEquals(0, open.get());
  }

  /** An engine whose connects succeed at the first poll. */
  private final class AtOnce implements Engine {
    @Override
    public String name() {
      return "at-once";
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public ConnectHandle connect(Address remote, Options options) {
      return new Connected();
    }

    @Override
    public ListenerHandle listen(Address local, Options options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private final class Connected implements ConnectHandle {
    @Override
    public StreamHandle finish() {
      return tryFinish();
    }

    @Override
    public StreamHandle tryFinish() {
      open.incrementAndGet();
      return stream();
    }

    @Override
    public Registration onReady(Interest interest, Runnable wake) {
      return () -> {};
    }

    @Override
    public ConnectionOptions options() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private StreamHandle stream() {
    var closed = new AtomicBoolean();
    return (StreamHandle)
        Proxy.newProxyInstance(
            StreamHandle.class.getClassLoader(),
            new Class<?>[] {StreamHandle.class},
            (_, call, _) -> {
              if (call.getName().equals("close") && closed.compareAndSet(false, true)) {
                open.decrementAndGet();
              }
              return call.getReturnType() == Address.class ? Address.loopback(1) : null;
            });
  }
}
