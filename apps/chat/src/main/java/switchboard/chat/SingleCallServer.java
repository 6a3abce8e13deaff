package switchboard.chat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Limits;
import switchboard.server.Server;

/**
 * The server of a chat of two: the first who calls is talked to, and whoever calls later is told in
 * a sentence that somebody is talking here. For the thread that talks to the one.
 */
public final class SingleCallServer implements AutoCloseable {
  private static final String OCCUPIED = "-- somebody is already talking here\n";
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** The service waits while another thread talks, which is not to be taken for slowness. */
  private static final Limits LIMITS =
      Limits.standard().connections(1, Limits.Overload.REJECT).slowHandlerThreshold(Duration.ZERO);

  private final Server server;
  private final CompletableFuture<Connection> caller = new CompletableFuture<>();
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * Listens, once it exists.
   *
   * @param endpoints where; at least one
   */
  public SingleCallServer(Network network, List<Endpoint> endpoints) throws IOException {
    var setup =
        Server.builder(this::serve).network(network).limits(LIMITS).rejectionMessage(OCCUPIED);
    endpoints.forEach(setup::listen);
    server = setup.start();
  }

  private void serve(Connection connection) throws IOException, InterruptedException {
    if (caller.complete(connection)) {
      over.await();
    } else {
      connection.sink().writeText(OCCUPIED).flush();
    }
  }

  /** Where it listens, with the ports that the system chose. */
  public List<Endpoint> endpoints() {
    return server.addresses().stream().map(Endpoint::of).toList();
  }

  /** Blocks until somebody has called; the same one again and again. */
  public Connection await() throws IOException {
    try {
      return caller.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before anybody called");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Parts from the caller in order, and listens no more. */
  @Override
  public void close() {
    over.countDown();
    server.drain(GRACE);
  }
}
