package switchboard.echo;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.zip.CRC32C;
import switchboard.net.Deadline;

/**
 * What went out and what came back of one stream, and since when an answer is due. Compares by
 * length and checksum, so that gigabytes need no memory. Used by {@link EchoedStream}; any thread.
 */
final class StreamProgress {
  private final Deadline silence;
  private final Duration silenceMax;

  private final CRC32C sentSum = new CRC32C(); // guarded by this, like all below
  private final CRC32C receivedSum = new CRC32C();
  private long sent;
  private long received;
  private boolean sentAll;
  private boolean delivering;
  private boolean failed;
  private boolean over;

  /** Moves {@code silence} to {@code silenceMax} from now whenever something moves. */
  StreamProgress(Deadline silence, Duration silenceMax) {
    this.silence = silence;
    this.silenceMax = silenceMax;
  }

  /**
   * These bytes are about to be sent: before the fact, since they may be back before it is over.
   */
  synchronized void sending(ByteBuffer bytes) {
    sent += bytes.remaining();
    sentSum.update(bytes.duplicate());
    moved();
  }

  /** Something moved: the time of silence begins again, if an answer is due. */
  synchronized void moved() {
    if (!over && !failed) {
      boolean due = !delivering && (sentAll || received < sent);
      silence.resetAfter(due ? silenceMax : ChronoUnit.FOREVER.getDuration());
    }
  }

  synchronized void sentAll() {
    sentAll = true;
    moved();
  }

  /** The sender can't go on, and nor shall the receiver. */
  synchronized void failed() {
    if (!over) {
      failed = true;
      silence.expireNow();
    }
  }

  synchronized boolean hasFailed() {
    return failed;
  }

  /** These bytes came back; false when that is more than was ever sent. */
  synchronized boolean received(ByteBuffer bytes) {
    received += bytes.remaining();
    receivedSum.update(bytes.duplicate());
    delivering = true; // the time that our own output takes is not the echo's silence
    moved();
    return received <= sent;
  }

  synchronized void delivered() {
    delivering = false;
    moved();
  }

  /** Nothing more will be received. */
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
        ? "what came back has the right length, " + sent + " bytes, but is not what was sent"
        : "what came back is not what was sent: " + received + " bytes instead of " + sent;
  }
}
