package switchboard.echo;

import java.io.IOException;
import switchboard.server.Datagram;
import switchboard.server.DatagramService;

/**
 * Sends every datagram back to where it came from, empty ones included (RFC 862). For any datagram
 * server; runs on the threads of that server.
 */
public final class EchoDatagrams implements DatagramService {
  /** Needs nothing to know. */
  public EchoDatagrams() {}

  @Override
  public void serve(Datagram message) throws IOException {
    message.answer(message.content());
  }
}
