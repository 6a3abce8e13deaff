package switchboard.server;

import java.io.IOException;
import java.time.Duration;

/**
 * Servers that run a program for each connection, as inetd(8) does: a {@link ProcessHandler} as the
 * handler of a {@link Server}, whose limit of connections is the limit of programs at once.
 */
public final class ProcessServer {
  /** The default limits: 100 programs at once, more connections wait; none counts as slow. */
  public static final Limits LIMITS =
      Limits.standard()
          .connections(100, Limits.Overload.BACKPRESSURE)
          .slowHandlerThreshold(Duration.ZERO);

  private ProcessServer() {}

  /**
   * Starts a server that runs {@code command} for each connection.
   *
   * @param endpoint where to listen, as a person types it
   * @param command the program, found on the PATH unless it has a slash, and its arguments
   * @throws ProgramException when there is no such program
   * @throws switchboard.net.AddressUnavailableException when it cannot listen there
   */
  public static Server listen(String endpoint, String... command) throws IOException {
    return builder(command).listen(endpoint).start();
  }

  /**
   * Returns a builder of servers that run {@code command} for each connection, with {@link
   * #LIMITS}.
   *
   * @throws ProgramException when there is no such program
   */
  public static Server.Builder builder(String... command) throws ProgramException {
    return builder(ProcessHandler.of(command));
  }

  /** Returns a builder of servers that run {@code service}, with {@link #LIMITS}. */
  public static Server.Builder builder(ProcessHandler service) {
    return Server.builder(service).limits(LIMITS);
  }
}
