package switchboard.server;

import java.io.IOException;
import java.time.Duration;

/**
 * Starts servers that run a program for each connection, as inetd(8) does. The handler of such a
 * server is a {@link ProcessHandler}. The connection limit of the server also limits the number of
 * running programs.
 *
 * <pre>{@code
 * try (var server = ProcessServer.listen("localhost:7007", "cat")) {
 *   server.awaitStop();
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ProcessServer {
  /** The default limits: 100 connections with backpressure, and no slow handler threshold. */
  public static final Limits LIMITS =
      Limits.standard()
          .connections(100, Limits.Overload.BACKPRESSURE)
          .slowHandlerThreshold(Duration.ZERO);

  private ProcessServer() {}

  /**
   * Starts a server on {@link switchboard.net.Network#system()} with the default {@link #LIMITS}.
   *
   * @param endpoint where to listen, such as {@code tcp://localhost:7007}
   * @param command the program, which is searched for on the PATH unless it contains a slash,
   *     followed by its arguments
   * @return the server, which has begun to accept connections
   * @throws ProgramException if no executable program has that name
   * @throws switchboard.net.AddressUnavailableException if the server cannot listen at an address
   * @throws switchboard.net.EndpointException if the endpoint is malformed
   * @throws IOException if an I/O error occurs
   */
  public static Server listen(String endpoint, String... command) throws IOException {
    return builder(command).listen(endpoint).start();
  }

  /**
   * Returns a builder of servers that run a program for each connection. The limits of the builder
   * are set to {@link #LIMITS}.
   *
   * @param command the program, which is searched for on the PATH unless it contains a slash,
   *     followed by its arguments
   * @return the builder
   * @throws ProgramException if no executable program has that name
   */
  public static Server.Builder builder(String... command) throws ProgramException {
    return builder(ProcessHandler.of(command));
  }

  /**
   * Returns a builder of servers that use the given handler. The limits of the builder are set to
   * {@link #LIMITS}.
   *
   * @param handler the configured handler
   * @return the builder
   */
  public static Server.Builder builder(ProcessHandler handler) {
    return Server.builder(handler).limits(LIMITS);
  }
}
