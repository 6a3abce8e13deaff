package switchboard.server;

import java.io.IOException;
import java.time.Duration;

/**
 * Servers that run a program for each caller, after inetd(8): {@link ProcessService} as the service
 * of a {@link Server}, whose limit of connections is the limit of programs at once. Any thread.
 */
public final class ProcessServer {
  /** How many programs run at once unless the limits say otherwise; more callers wait. */
  public static final int PROGRAMS_MAX = 100;

  private ProcessServer() {}

  /**
   * Runs {@code command} for each caller at what a person typed.
   *
   * @param command the program, found on the PATH unless it has a slash, and its arguments
   * @throws ProgramException when there is no such program
   * @throws switchboard.net.AddressUnavailableException when the address can't be had
   */
  public static Server listen(String endpoint, String... command) throws IOException {
    return of(command).on(endpoint).start();
  }

  /**
   * A server that runs {@code command} for each caller, to be told where to listen, and how.
   *
   * @throws ProgramException when there is no such program
   */
  public static ServerSetup of(String... command) throws ProgramException {
    return of(ProcessService.of(command));
  }

  /** A server of such a service. A program may take its time: it is never called slow. */
  public static ServerSetup of(ProcessService service) {
    return Server.of(service)
        .limits(
            Limits.standard()
                .connections(PROGRAMS_MAX, Limits.Overload.WAIT)
                .slowHandlerAfter(Duration.ZERO));
  }
}
