package switchboard.server.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.spi.support.BufferPool;
import switchboard.net.spi.support.Waiting;

/**
 * Closes a connection without a reset: shuts down the output, discards input until EOF, and closes.
 * Closing the connection with unread input would make the kernel send a reset (RFC 1122 §4.2.2.13).
 * A reset can make the peer discard data that it has received but not read yet, such as the final
 * message (RFC 9112 §9.6). The duration and the number of discarded bytes are limited, because a
 * peer may never stop sending.
 */
public final class LingeringClose {
  /** The maximum time for the close. */
  public static final Duration TIME_MAX = Duration.ofSeconds(1);

  private static final long BYTES_MAX = 1 << 20;

  /**
   * The time between two checks whether a thread of the handler still reads from the connection.
   */
  private static final long PAUSE_NANOS = 1_000_000;

  private LingeringClose() {}

  /** Closes {@code connection}. Blocks for at most {@link #TIME_MAX}, even when interrupted. */
  public static void from(Connection connection) {
    boolean interrupted = Thread.interrupted(); // an interrupted thread closes gracefully too
    try (var _ = Deadline.after(TIME_MAX)) {
      connection.shutdownOutput();
      discard(connection);
    } catch (IOException e) {
      // The connection is lost, or the peer did not close its side in time: close anyway.
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
      } catch (
          // a thread of the handler still reads; its read is about to end
          IllegalStateException otherReader) {
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
