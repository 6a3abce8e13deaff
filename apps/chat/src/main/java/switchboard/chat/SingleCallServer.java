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
 * A server for a chat between two people. {@link #await} returns the first connection. The server
 * rejects all later connections with a line of text.
 *
 * <pre>{@code
 * try (var server = new SingleCallServer(network, List.of(Endpoint.parse("localhost:7003")))) {
 *   Connection caller = server.await();
 *   caller.sink().writeLine("hello").flush();
 * }
 * }</pre>
 */
public final class SingleCallServer implements AutoCloseable {
  private static final String OCCUPIED = "-- busy: another caller is already connected\n";
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * Limits without a warning about slow handlers. The handler of this server would cause this
   * warning, because it waits as long as another thread uses the connection.
   */
  private static final Limits LIMITS =
      Limits.standard().connections(1, Limits.Overload.REJECT).slowHandlerThreshold(Duration.ZERO);

  private final Server server;
  private final CompletableFuture<Connection> caller = new CompletableFuture<>();
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * Starts a server.
   *
   * @param network the network to listen on
   * @param endpoints the endpoints to listen at; at least one
   * @throws switchboard.net.AddressUnavailableException if the server cannot listen at one of the
   *     endpoints
   * @throws IOException if another I/O error occurs
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

  /**
   * {@return the endpoints at which the server listens; a port that was specified as 0 is replaced
   * by the port that the system chose}
   */
  public List<Endpoint> endpoints() {
    return server.addresses().stream().map(Endpoint::of).toList();
  }

  /**
   * Blocks until the first connection has been accepted, and returns it. If this method is called
   * again, it returns the same connection.
   *
   * @return the connection; {@link #close} closes it
   * @throws IOException an {@link InterruptedIOException} if the thread is interrupted
   */
  public Connection await() throws IOException {
    try {
      return caller.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a connection");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Stops listening, and closes the connection gracefully if there is one. Blocks for a few seconds
   * at most.
   */
  @Override
  public void close() {
    over.countDown();
    server.drain(GRACE);
  }
}
