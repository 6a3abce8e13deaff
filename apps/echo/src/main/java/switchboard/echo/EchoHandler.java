package switchboard.echo;

import java.io.IOException;
import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;

/**
 * Handler that sends back every byte until EOF, and then returns (RFC 862). It reads no more bytes
 * while the peer does not receive.
 */
public final class EchoHandler implements ConnectionHandler {
  /** Creates a handler, which has no state. */
  public EchoHandler() {}

  @Override
  public void handle(Connection connection) throws IOException {
    connection.source().transferTo(connection.sink());
  }
}
