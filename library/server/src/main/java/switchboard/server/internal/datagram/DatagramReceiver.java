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
 * Receives the datagrams of one socket and runs the handler for each of them. A receiver has its
 * own thread and runs until the server is closed. It closes the socket only after the last call of
 * the handler has returned, so that the handler can still reply.
 */
public final class DatagramReceiver implements Runnable {
  /** The size of the receive buffer: more than the 65,527 bytes of the largest IPv6 datagram. */
  private static final int BYTES_MAX = 65_535;

  /** The number of consecutive errors after which the server stops because of this socket. */
  private static final int ERRORS_IN_A_ROW_MAX = 1_000;

  /** The time to wait after an OutOfMemoryError. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final RunningDatagramServer server;
  private final Datagrams socket;
  private final ByteBuffer content = ByteBuffer.allocateDirect(BYTES_MAX);
  private final Log log;
  private final Incident errorSeries = new Incident();

  /**
   * The deadline of the receive that is blocked now, or null. Expiring the deadline wakes the
   * thread.
   */
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

  /** Wakes a blocked receive after the server has begun to close. Called by any thread. */
  public void wake() {
    Deadline blocked = receiving;
    if (blocked != null) {
      blocked.expireNow();
    }
  }

  private Datagrams.Envelope receive() throws IOException {
    try (Deadline deadline = Deadline.never()) {
      receiving = deadline;
      // the check follows the setting of the deadline, because close() works in the opposite order
      if (server.isClosing()) {
        deadline.expireNow();
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
        log.write(Level.DEBUG, "receive failed: {}", e.getMessage());
        if (++errors > ERRORS_IN_A_ROW_MAX) {
          throw e;
        }
      } catch (OutOfMemoryError e) {
        awaitMemory(e);
      }
    }
  }

  /** Waits until more memory may be free. The kernel buffers datagrams during this time. */
  private void awaitMemory(OutOfMemoryError e) {
    log.write(Level.ERROR, "{}: receive failed; trying again: {}", socket.local(), e);
    try {
      server.counters().countError();
      LockSupport.parkNanos(this, PAUSE.toNanos());
    } catch (OutOfMemoryError again) {
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
      report(received.source(), e);
    } finally {
      Thread.interrupted(); // an interrupt of the handler must not affect the next datagram
    }
  }

  /** Logs an error of the handler: as a warning, unless a reply could not be sent. */
  private void report(Address sender, Throwable e) {
    boolean minor = e instanceof IOException || !errorSeries.begins(Ticker.current().nanos());
    Level level = minor ? Level.DEBUG : Level.WARNING;
    log.write(level, e, "the handler failed for a datagram from {}", sender);
  }
}
