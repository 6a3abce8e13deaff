package switchboard.echo;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.zip.CRC32C;
import switchboard.net.Deadline;

/**
 * Compares the bytes that were sent with those that came back, by length and checksum, so that
 * large streams need no memory. Restarts the idle timeout of the receiver. Safe for use by several
 * threads.
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

  /** Creates an instance that resets {@code idle} to {@code idleTimeout} whenever bytes move. */
  StreamProgress(Deadline idle, Duration idleTimeout) {
    this.idle = idle;
    this.idleTimeout = idleTimeout;
  }

  /**
   * Records bytes that are about to be sent. Called before the write, because they may come back
   * before the write has returned.
   */
  synchronized void sending(ByteBuffer bytes) {
    sent += bytes.remaining();
    sentSum.update(bytes.duplicate());
    moved();
  }

  /** Restarts the idle timeout if replies are outstanding, and disables it otherwise. */
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

  /** Records that the sender has failed, and wakes the receiver. */
  synchronized void failed() {
    if (!over) {
      failed = true;
      idle.expireNow();
    }
  }

  synchronized boolean hasFailed() {
    return failed;
  }

  /** Records bytes that came back. Returns false if there are more than were sent. */
  synchronized boolean received(ByteBuffer bytes) {
    received += bytes.remaining();
    receivedSum.update(bytes.duplicate());
    delivering = true; // while our own output blocks, the idle timeout does not run
    moved();
    return received <= sent;
  }

  synchronized void delivered() {
    delivering = false;
    moved();
  }

  /** Records that nothing more will be received. */
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
