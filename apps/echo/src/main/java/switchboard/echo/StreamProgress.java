package switchboard.echo;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.zip.CRC32C;
import switchboard.net.Deadline;

/**
 * Compares the bytes that were sent with the bytes that came back. Compares only lengths and
 * checksums, so that the bytes of large streams need not be stored. Also restarts the idle timeout
 * of the receiving thread. Thread-safe.
 */
final class StreamProgress {
  private final Deadline idle;
  private final Duration idleTimeout;

  private final CRC32C sentSum = new CRC32C(); // guarded by this, as are all fields below
  private final CRC32C receivedSum = new CRC32C();
  private long sent;
  private long received;
  private boolean sentAll;
  private boolean delivering;
  private boolean failed;
  private boolean over;

  /**
   * Creates an instance that resets {@code idle} to {@code idleTimeout} whenever bytes were sent or
   * received.
   */
  StreamProgress(Deadline idle, Duration idleTimeout) {
    this.idle = idle;
    this.idleTimeout = idleTimeout;
  }

  /**
   * Records bytes that are going to be sent. Must be called before the write, because the bytes may
   * come back before the write has returned.
   */
  synchronized void sending(ByteBuffer bytes) {
    sent += bytes.remaining();
    sentSum.update(bytes.duplicate());
    moved();
  }

  /** Restarts the idle timeout if replies are outstanding. Otherwise disables the idle timeout. */
  synchronized void moved() {
    if (!over && !failed) {
      boolean outstanding = !delivering && (sentAll || received < sent);
      idle.resetAfter(outstanding ? idleTimeout : ChronoUnit.FOREVER.getDuration());
    }
  }

  synchronized void sentAll() {
    sentAll = true;
    moved();
  }

  /** Records that the sending thread has failed, and wakes the receiving thread. */
  synchronized void failed() {
    if (!over) {
      failed = true;
      idle.expireNow();
    }
  }

  synchronized boolean hasFailed() {
    return failed;
  }

  /** Records bytes that came back. Returns false if more bytes came back than were sent. */
  synchronized boolean received(ByteBuffer bytes) {
    received += bytes.remaining();
    receivedSum.update(bytes.duplicate());
    delivering = true; // the idle timeout is disabled while the output of the client blocks
    moved();
    return received <= sent;
  }

  synchronized void delivered() {
    delivering = false;
    moved();
  }

  /** Records that the receiving thread will receive no more bytes. */
  synchronized void over() {
    over = true;
  }

  synchronized boolean isSentAll() {
    return sentAll;
  }

  synchronized boolean isEqual() {
    return sent == received && sentSum.getValue() == receivedSum.getValue();
  }

  synchronized long receivedBytes() {
    return received;
  }

  synchronized String sentence() {
    return sent == received
        ? "the echo has the right length, " + sent + " bytes, but different content"
        : "the echo differs from the input: " + received + " bytes instead of " + sent;
  }
}
