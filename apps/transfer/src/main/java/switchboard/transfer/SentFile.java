package switchboard.transfer;

import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import switchboard.net.Ticker;

/**
 * A file that the sender has offered, until its outcome is known. The thread that sends files and
 * the thread that reads responses share this object. The lock of the {@link VerdictReader} guards
 * its state.
 */
final class SentFile {
  /** The progress of the file. */
  enum State {
    OFFERED,
    ACCEPTED,
    /** All bytes were sent, and the receiver is verifying the file. */
    SENT,
    ENDED
  }

  final int number;
  final OutgoingFile file;
  final long size;
  private final long startNanos = Ticker.current().nanos();
  private State state = State.OFFERED;
  private byte[] hash = {};

  SentFile(int number, OutgoingFile file, long size) {
    this.number = number;
    this.file = file;
    this.size = size;
  }

  State state() {
    return state;
  }

  void moveTo(State next) {
    state = next;
  }

  void sent(byte[] sum) {
    hash = sum;
    state = State.SENT;
  }

  FileOutcome outcome(@Nullable TransferException failure) {
    state = State.ENDED;
    var time = Duration.ofNanos(Ticker.current().nanos() - startNanos);
    String sum = failure == null ? HexFormat.of().formatHex(hash) : "";
    return new FileOutcome(file.shownName(), size, time, sum, failure);
  }
}
