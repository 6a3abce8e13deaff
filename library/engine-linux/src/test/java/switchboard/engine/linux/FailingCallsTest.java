package switchboard.engine.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import switchboard.contracts.ConnectionContract;
import switchboard.contracts.DatagramsContract;
import switchboard.contracts.ListenerContract;
import switchboard.contracts.NetworkContract;
import switchboard.contracts.ReadinessContract;
import switchboard.contracts.ReplyContract;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.UnexpectedEofException;

/**
 * Tests the engine with a kernel in which one system call in ten fails. The engine repeats each
 * failed call that can be repeated, so such a failure has no effect. Any other failure ends only
 * one stream.
 */
// the test closes the listener before the end of the try block, to end the accept loop
@SuppressWarnings("try")
@Tag("slow")
class FailingCallsTest {
  private static final double CHANCE = 0.1;

  /** Runs every contract test while system calls are interrupted (EINTR). */
  abstract static class Interrupted implements NetworkContract {
    private static final FailingKernel KERNEL =
        new FailingKernel(System.nanoTime(), CHANCE, Errno.EINTR);
    private static final Network NETWORK = over(KERNEL);

    @Override
    public Network network() {
      return NETWORK;
    }

    @Override
    public String toString() {
      return KERNEL.toString();
    }
  }

  private static Network over(Kernel kernel) {
    try {
      return Network.over(new LinuxEngine(kernel));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Nested
  class Tcp extends Interrupted implements ConnectionContract, ListenerContract, ReadinessContract {
    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.tcp("127.0.0.1", 0);
    }
  }

  @Nested
  class Udp extends Interrupted implements DatagramsContract {
    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.udp("127.0.0.1", 0);
    }
  }

  @Nested
  class UdpEverywhere extends Interrupted implements ReplyContract {
    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.parse("udp://:0");
    }
  }

  /** Runs every contract test on event loops while system calls are interrupted (EINTR). */
  @Nested
  class TcpOnLoops extends Tcp {
    @Override
    public Thread.Builder threads() {
      return network().eventLoopThread();
    }

    @Override
    public boolean runsOnThreads() {
      return true;
    }
  }

  @Test
  void callsThatWouldBlockAreMadeAgainAndNoByteIsLost() throws Exception {
    long seed = System.nanoTime();
    var kernel = new FailingKernel(seed, CHANCE, Errno.EINTR, Errno.EAGAIN);
    Network network = over(kernel);
    try (Listener listener = network.listen("127.0.0.1:0")) {
      for (int round = 0; round < 20; round++) {
        var failures = new ArrayList<Throwable>();
        Thread echo = echoOnce(network, listener, failures);
        assertEquals("", exchange(network, listener, seed + round), kernel::toString);
        assertTrue(echo.join(Duration.ofSeconds(10)), kernel::toString);
        assertEquals(new ArrayList<>(), failures, kernel::toString);
      }
    } finally {
      network.close();
    }
    assertTrue(kernel.failed() > 0, kernel::toString);
  }

  @Test
  void anyFailureEndsItsOwnStreamWithAnErrorOfOurs() throws Exception {
    long seed = System.nanoTime();
    var kernel =
        new FailingKernel(
            seed, CHANCE, Errno.EINTR, Errno.EAGAIN, Errno.EMFILE, Errno.ENOBUFS, Errno.ECONNRESET);
    Network network = over(kernel);
    var whole = new AtomicInteger();
    var ended = new AtomicInteger();
    try (Listener listener = listening(network)) {
      var acceptor = Thread.startVirtualThread(() -> acceptAll(listener));
      for (int round = 0; round < 200; round++) {
        String outcome = exchange(network, listener, seed + round);
        (outcome.isEmpty() ? whole : ended).incrementAndGet();
      }
      listener.close();
      assertTrue(acceptor.join(Duration.ofSeconds(10)), kernel::toString);
    } finally {
      network.close();
    }
    assertTrue(whole.get() > 0 && ended.get() > 0, () -> whole + " and " + ended + ", " + kernel);
  }

  /** Accepts connections as a server does: after a failed accept, accepts again. */
  private static void acceptAll(Listener listener) {
    while (listener.isOpen()) {
      Connection caller = tried(listener::accept);
      if (caller != null) {
        Thread.startVirtualThread(() -> echo(caller, new ArrayList<>()));
      }
    }
  }

  private static Listener listening(Network network) {
    Listener listener = tried(() -> network.listen("127.0.0.1:0"));
    return listener != null ? listener : listening(network);
  }

  private interface Call<T> {
    T made() throws IOException;
  }

  private static <T> @Nullable T tried(Call<T> call) {
    try {
      return call.made();
    } catch (IOException failed) {
      return null;
    }
  }

  private static Thread echoOnce(Network network, Listener listener, List<Throwable> failures) {
    return network
        .eventLoopThread()
        .start(() -> {
          try {
            echo(listener.accept(), failures);
          } catch (IOException e) {
            failures.add(e);
          }
        });
  }

  private static void echo(Connection caller, List<Throwable> failures) {
    try (caller) {
      caller.source().transferTo(caller.sink());
      caller.sink().flush();
      caller.shutdownOutput();
    } catch (IOException e) {
      failures.add(e);
    }
  }

  /**
   * Sends random bytes to an echo and reads the echo. Returns an empty string if the echo is equal
   * to the bytes; otherwise a description of the error.
   */
  private static String exchange(Network network, Listener listener, long seed)
      throws InterruptedException {
    byte[] said = new byte[20_000];
    new Random(seed).nextBytes(said);
    try (var _ = Deadline.after(Duration.ofSeconds(10));
        Connection client = network.connect(listener.endpoint())) {
      Thread speaker =
          Thread.startVirtualThread(() -> {
            try {
              client.write(ByteBuffer.wrap(said));
              client.shutdownOutput();
            } catch (IOException e) {
              client.abort();
            }
          });
      byte[] heard = client.source().readExactly(said.length);
      speaker.join();
      assertTrue(Arrays.equals(said, heard), "the echo differs from the bytes sent");
      return "";
    } catch (SocketException | UnexpectedEofException expected) {
      return String.valueOf(expected.getMessage());
    } catch (IOException e) {
      throw new AssertionError("unexpected type of exception", e);
    }
  }
}
