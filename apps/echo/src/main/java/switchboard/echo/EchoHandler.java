package switchboard.echo;

import java.io.IOException;
import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;

/**
 * A connection handler that sends back every byte until EOF, and then returns (RFC 862). While the
 * peer does not receive the bytes, the handler reads no further bytes.
 */
public final class EchoHandler implements ConnectionHandler {
  /** Creates a handler. A handler has no state, so one instance can serve all connections. */
  public EchoHandler() {}

  @Override
  public void handle(Connection connection) throws IOException {
    connection.source().transferTo(connection.sink());
  }
}
