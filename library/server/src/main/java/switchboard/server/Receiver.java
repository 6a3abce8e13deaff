package switchboard.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.SocketClosedException;
import switchboard.net.Ticker;

/**
 * Takes the messages of one socket in turn and has each served. Runs on a thread of its own until
 * the socket is closed.
 */
final class Receiver implements Runnable {
  private static final System.Logger LOG = System.getLogger("switchboard.server");

  /** A datagram over IPv6 carries up to 20 bytes more than one over IPv4. */
  private static final int BYTES_MAX = 65_535;

  /** The network may refuse one message or another; who hears nothing else has lost the socket. */
  private static final int ERRORS_IN_A_ROW_MAX = 1_000;

  /** After how long without trouble the next one is told again. */
  private static final Duration CALM = Duration.ofSeconds(10);

  private final DatagramServer server;
  private final Datagrams socket;
  private final ByteBuffer content = ByteBuffer.allocateDirect(BYTES_MAX);
  private boolean troubleTold;
  private long troubleNanos;

  Receiver(DatagramServer server, Datagrams socket) {
    this.server = server;
    this.socket = socket;
  }

  @Override
  public void run() {
    try {
      receiveAll();
    } catch (IOException | RuntimeException | Error e) {
      server.fail(socket, e);
    } finally {
      server.receiverEnded();
    }
  }

  private void receiveAll() throws IOException {
    int errors = 0;
    while (socket.isOpen()) {
      try {
        Address sender = socket.receive(content.clear());
        errors = 0;
        serve(sender);
      } catch (SocketClosedException closed) {
        return;
      } catch (IOException e) {
        server.counters().countError();
        LOG.log(Level.DEBUG, "a datagram was lost: {0}", e.getMessage());
        if (++errors > ERRORS_IN_A_ROW_MAX) {
          throw e;
        }
      }
    }
  }

  private void serve(Address sender) {
    server.counters().countReceived();
    try {
      server.service().serve(new Datagram(server.counters(), socket, sender, content.flip()));
    } catch (Exception | Error e) {
      server.counters().countFailed();
      tell(sender, e);
    } finally {
      Thread.interrupted(); // whoever interrupts a service does not mean the messages after it
    }
  }

  /** An answer that can't be sent is lost, as datagrams are; anything else is a mistake. */
  private void tell(Address sender, Throwable e) {
    boolean lost = e instanceof IOException;
    long now = Ticker.current().nanos();
    boolean quiet = troubleTold && now - troubleNanos <= CALM.toNanos();
    if (!lost) {
      troubleNanos = now;
      troubleTold = true;
    }
    Level level = lost || quiet ? Level.DEBUG : Level.WARNING;
    try {
      LOG.log(level, "the message of " + sender + " was lost; the next one is served", e);
    } catch (RuntimeException | Error noLog) {
      troubleTold = false; // there will be another occasion
    }
  }
}
