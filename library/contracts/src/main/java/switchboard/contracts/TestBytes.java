package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;

/** Bytes to send in tests, and methods that write and read them. */
final class TestBytes {
  /** A number of bytes that is larger than the buffers of any kernel for one stream. */
  static final int MORE_THAN_FITS = 32 * 1024 * 1024;

  private TestBytes() {}

  static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] random(long seed, int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** Reads {@code count} bytes, or fewer if EOF comes first. */
  static byte[] read(Connection connection, int count) throws IOException {
    var target = ByteBuffer.allocate(count);
    boolean more = true;
    while (target.hasRemaining() && more) {
      more = connection.read(target) >= 0;
    }
    byte[] taken = new byte[target.position()];
    target.get(0, taken);
    return taken;
  }

  static String readText(Connection connection, int count) throws IOException {
    return new String(read(connection, count), StandardCharsets.UTF_8);
  }

  /** Reads until EOF. */
  static byte[] readAll(Connection connection) throws IOException {
    var all = new ByteArrayOutputStream();
    var piece = ByteBuffer.allocate(8192);
    while (connection.read(piece.clear()) >= 0) {
      all.write(piece.array(), 0, piece.position());
    }
    return all.toByteArray();
  }

  /**
   * Writes as many bytes as the connection accepts without blocking, so that the next write blocks.
   *
   * @return the number of bytes written
   */
  static long fill(Connection connection) throws IOException {
    long taken = 0;
    var piece = ByteBuffer.allocate(64 * 1024);
    while (true) {
      int now = connection.tryWrite(piece.clear());
      if (now == 0) {
        return taken;
      }
      taken += now;
    }
  }

  /**
   * Writes until the connection accepts no further byte. A write with a deadline that is called
   * after this method writes nothing before its deadline expires.
   *
   * @return the number of bytes written
   */
  static long fillToTheBrim(Connection connection) throws IOException {
    long taken = 0;
    while (true) {
      taken += fill(connection);
      try (var _ =
          Deadline.after(
              Duration.ofMillis(200))) { // the kernel may still be sending buffered bytes
        connection.write(ByteBuffer.allocate(1));
        taken++;
      } catch (DeadlineExceededException full) {
        if (connection.tryWrite(ByteBuffer.allocate(1))
            == 0) { // nothing could be written, so the buffers are still full
          return taken;
        }
        taken++;
      }
    }
  }

  /** Writes until an error occurs; blocks if the peer does not read. */
  static void writeWithoutEnd(Connection connection) throws IOException {
    var piece = ByteBuffer.allocate(1024 * 1024);
    while (true) {
      connection.write(piece.clear());
    }
  }

  /** Asserts that the message of an error contains the operation and both addresses. */
  static void assertNames(IOException error, String operation, Connection connection) {
    assertNames(error, operation, connection.local(), connection.remote());
  }

  static void assertNames(IOException error, String operation, Address local, Address remote) {
    String message = String.valueOf(error.getMessage());
    assertTrue(message.startsWith(operation + " "), message);
    assertTrue(message.contains(local + " to " + remote), message);
  }
}
