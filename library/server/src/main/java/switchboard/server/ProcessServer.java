package switchboard.server;

import java.io.IOException;
import java.time.Duration;

/**
 * Servers that run a program for each caller, after inetd(8): {@link ProcessHandler} as the service
 * of a {@link Server}, whose limit of connections is the limit of programs at once. Any thread.
 */
public final class ProcessServer {
  /** 100 programs at once, more callers wait; and none is ever called slow. */
  public static final Limits LIMITS =
      Limits.standard()
          .connections(100, Limits.Overload.BACKPRESSURE)
          .slowHandlerThreshold(Duration.ZERO);

  private ProcessServer() {}

  /**
   * Runs {@code command} for each caller at what a person typed.
   *
   * @param command the program, found on the PATH unless it has a slash, and its arguments
   * @throws ProgramException when there is no such program
   * @throws switchboard.net.AddressUnavailableException when the address can't be had
   */
  public static Server listen(String endpoint, String... command) throws IOException {
    return builder(command).listen(endpoint).start();
  }

  /**
   * A server that runs {@code command} for each caller, to be told where to listen, and how.
   *
   * @throws ProgramException when there is no such program
   */
  public static Server.Builder builder(String... command) throws ProgramException {
    return builder(ProcessHandler.of(command));
  }

  /** A server of such a service, with {@link #LIMITS}. */
  public static Server.Builder builder(ProcessHandler service) {
    return Server.builder(service).limits(LIMITS);
  }
}
