package switchboard.echo;

import java.io.IOException;
import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;

/**
 * Says back every byte until the caller ends its side, then ends too (RFC 862). For any server;
 * runs on the thread of that server's strategy. A caller who does not listen is not read from.
 */
public final class EchoHandler implements ConnectionHandler {
  /** Needs nothing to know. */
  public EchoHandler() {}

  @Override
  public void handle(Connection connection) throws IOException {
    connection.source().transferTo(connection.sink());
  }
}
