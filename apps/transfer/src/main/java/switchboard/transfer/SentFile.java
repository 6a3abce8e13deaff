package switchboard.transfer;

import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import switchboard.net.Ticker;

/**
 * A file at the sender, from its offer to its outcome. Shared by the thread that sends and the one
 * that reads responses; guarded by the {@link VerdictReader}.
 */
final class SentFile {
  /** The progress of the file. */
  enum State {
    OFFERED,
    ACCEPTED,
    /** Everything was sent, and the receiver verifies it. */
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
