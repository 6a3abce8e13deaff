package switchboard.server.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.spi.support.BufferPool;
import switchboard.net.spi.support.Waiting;

/**
 * The orderly end of a connection: say that we are done, take what still comes in, then close.
 * Closing with input unread would send a reset, and a reset can overtake and destroy our last
 * sentence (RFC 1122 §4.2.2.13; RFC 9112 §9.6 tells the same story for HTTP). Bounded in time and
 * bytes, since a caller may go on sending for ever.
 */
public final class LingeringClose {
  public static final Duration TIME_MAX = Duration.ofSeconds(1);
  private static final long BYTES_MAX = 1 << 20;

  /** How soon to look again whether a helper of the service has stopped reading. */
  private static final long PAUSE_NANOS = 1_000_000;

  private LingeringClose() {}

  /** Ends {@code connection}; blocks for a second at most. */
  public static void from(Connection connection) {
    boolean interrupted = Thread.interrupted(); // a thread that is told to hurry still parts
    try (var _ = Deadline.after(TIME_MAX)) {
      connection.shutdownOutput();
      discard(connection);
    } catch (IOException gone) {
      // The caller has left already, stays silent, or sends on and on: close without more words.
    } finally {
      connection.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void discard(Connection connection) throws IOException {
    long left = BYTES_MAX;
    while (left > 0) {
      try {
        connection.awaitReadable();
        int count = discardSome(connection);
        if (count < 0) {
          return;
        }
        left -= count;
      } catch (IllegalStateException otherReader) { // whom the end of his input is about to reach
        Waiting.park(connection, PAUSE_NANOS);
      }
    }
  }

  private static int discardSome(Connection connection) throws IOException {
    ByteBuffer trash = BufferPool.acquire();
    try {
      return connection.tryRead(trash);
    } finally {
      BufferPool.release(trash);
    }
  }
}
