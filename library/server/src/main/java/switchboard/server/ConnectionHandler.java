package switchboard.server;

import switchboard.net.Connection;

/** The code of an application that serves one connection: plain blocking code. */
@FunctionalInterface
public interface ConnectionHandler {

  /**
   * Serves one connection until it returns. Runs on a thread of the server's {@link Strategy}, with
   * {@link Call#current()} set; unless the strategy is sequential, several calls run at once.
   *
   * @param connection owned by the server. When this method returns, the server flushes its sink
   *     and closes it in order.
   * @throws java.io.IOException to end the call; the server flushes and closes in order too, so
   *     that a final message arrives
   * @throws Exception to end the call as failed: the server logs it and resets the connection, so
   *     that the peer does not take the failure for a complete stream
   */
  void handle(Connection connection) throws Exception;
}
