package switchboard.bench;

import java.net.ProtocolException;

/** What came back is not what was sent: whoever answers there is no echo. */
public final class WrongEchoException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  WrongEchoException(String what) {
    super(what);
  }
}
