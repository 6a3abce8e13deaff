package switchboard.bench;

import java.net.ProtocolException;

/**
 * Thrown when a reply differs from the message, which means that the server is not an echo server.
 */
public final class WrongEchoException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  WrongEchoException(String what) {
    super(what);
  }
}
