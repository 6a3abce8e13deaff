package switchboard.echo;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.SocketClosedException;

/**
 * Sends every datagram back to where it came from, empty ones included. Used by {@link EchoServer};
 * runs on a thread of its own until the socket is closed.
 */
final class EchoDatagrams implements Runnable {
  private static final System.Logger LOG = System.getLogger("switchboard.echo");

  /** A datagram over IPv6 carries up to 20 bytes more than one over IPv4. */
  private static final int BYTES_MAX = 65_535;

  /** The network may refuse one message or another; who hears nothing else has lost the socket. */
  private static final int FAILURES_IN_A_ROW_MAX = 1_000;

  private final Datagrams socket;
  private final Runnable failed;

  /** Echoes at {@code socket}; when that can't go on, it runs {@code failed}. */
  EchoDatagrams(Datagrams socket, Runnable failed) {
    this.socket = socket;
    this.failed = failed;
  }

  @Override
  public void run() {
    var message = ByteBuffer.allocateDirect(BYTES_MAX);
    int failures = 0;
    while (socket.isOpen()) {
      try {
        Address sender = socket.receive(message.clear());
        failures = 0;
        answer(message.flip(), sender);
      } catch (SocketClosedException closed) {
        return;
      } catch (IOException e) {
        failures++;
        LOG.log(Level.DEBUG, "a datagram was lost: {0}", e.getMessage());
        if (failures > FAILURES_IN_A_ROW_MAX) {
          LOG.log(Level.ERROR, "receiving at " + socket.local() + " has failed", e);
          failed.run();
          return;
        }
      }
    }
  }

  /** An answer that can't be sent is lost, as datagrams are; the others get theirs. */
  private static void logLost(Address sender, IOException e) {
    LOG.log(Level.DEBUG, "no answer to {0}: {1}", sender, e.getMessage());
  }

  private void answer(ByteBuffer message, Address sender) {
    try {
      socket.send(message, sender);
    } catch (IOException e) {
      logLost(sender, e);
    }
  }
}
