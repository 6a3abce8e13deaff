package switchboard.server;

import switchboard.net.Connection;

/** What an application writes: plain blocking code that talks to one caller. */
@FunctionalInterface
public interface ConnectionHandler {

  /**
   * Talks to a caller, until it returns. Runs on a thread of the server's {@link Strategy}, with
   * {@link Call#current()} set; several calls at once unless that is sequential. The server owns
   * the connection: when this returns, it sends what is still in the sink and parts in order; when
   * it throws an {@code IOException}, it parts too, so that what was said last arrives; when it
   * throws anything else, it aborts, so that the caller doesn't take a failure for an end.
   */
  void handle(Connection connection) throws Exception;
}
