package switchboard.server.internal.datagram;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.SocketClosedException;
import switchboard.net.Ticker;
import switchboard.net.internal.Log;
import switchboard.server.internal.Incident;

/**
 * Takes the messages of one socket in turn and has each served. Runs on a thread of its own until
 * the server closes, and closes the socket then: the message that is being served can be answered.
 */
public final class DatagramReceiver implements Runnable {
  /** A datagram over IPv6 carries up to 20 bytes more than one over IPv4. */
  private static final int BYTES_MAX = 65_535;

  /** The network may refuse one message or another; who hears nothing else has lost the socket. */
  private static final int ERRORS_IN_A_ROW_MAX = 1_000;

  /** How long to wait for memory. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final RunningDatagramServer server;
  private final Datagrams socket;
  private final ByteBuffer content = ByteBuffer.allocateDirect(BYTES_MAX);
  private final Log log;
  private final Incident trouble = new Incident();

  /** The limit of the receive that is blocked now: expiring it wakes the thread. */
  private volatile @Nullable Deadline receiving;

  public DatagramReceiver(RunningDatagramServer server, Datagrams socket) {
    this.server = server;
    this.log = server.log();
    this.socket = socket;
  }

  @Override
  public void run() {
    try {
      receiveAll();
    } catch (IOException | RuntimeException | Error e) {
      server.fail(socket, e);
    } finally {
      socket.close();
      server.receiverEnded();
    }
  }

  /** Ends a receive that is blocked, once the server says that it is closing. Any thread. */
  public void wake() {
    Deadline blocked = receiving;
    if (blocked != null) {
      blocked.expireNow();
    }
  }

  private Datagrams.Envelope receive() throws IOException {
    try (Deadline limit = Deadline.never()) {
      receiving = limit;
      if (server.isClosing()) { // first the limit, then the look: closing does it the other way
        limit.expireNow();
      }
      return socket.receiveEnvelope(content.clear());
    } finally {
      receiving = null;
    }
  }

  private void receiveAll() throws IOException {
    int errors = 0;
    while (socket.isOpen() && !server.isClosing()) {
      try {
        Datagrams.Envelope received = receive();
        errors = 0;
        serve(received);
      } catch (SocketClosedException closed) {
        return;
      } catch (IOException e) {
        if (server.isClosing()) {
          return;
        }
        server.counters().countError();
        log.write(Level.DEBUG, "a datagram was lost: {}", e.getMessage());
        if (++errors > ERRORS_IN_A_ROW_MAX) {
          throw e;
        }
      } catch (OutOfMemoryError e) {
        awaitMemory(e);
      }
    }
  }

  /** Others may need less of it soon; the kernel keeps what comes meanwhile. */
  private void awaitMemory(OutOfMemoryError e) {
    log.write(Level.ERROR, "{}: receiving has failed; trying again: {}", socket.local(), e);
    try {
      server.counters().countError();
      LockSupport.parkNanos(this, PAUSE.toNanos());
    } catch (OutOfMemoryError evenForThat) {
      Thread.onSpinWait();
    }
  }

  private void serve(Datagrams.Envelope received) {
    server.counters().countReceived();
    try {
      server
          .service()
          .handle(new ReceivedDatagram(server.counters(), socket, received, content.flip()));
    } catch (Exception | Error e) {
      server.counters().countFailed();
      tell(received.source(), e);
    } finally {
      Thread.interrupted(); // whoever interrupts a service does not mean the messages after it
    }
  }

  /** An answer that can't be sent is lost, as datagrams are; anything else is a mistake. */
  private void tell(Address sender, Throwable e) {
    boolean told = e instanceof IOException || !trouble.begins(Ticker.current().nanos());
    Level level = told ? Level.DEBUG : Level.WARNING;
    log.write(level, e, "the message of {} was lost; the next one is served", sender);
  }
}
