package switchboard.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Ticker;
import switchboard.net.internal.TerminalText;
import switchboard.net.spi.support.WakeList;

/**
 * Reads the responses of the receiver to each file, on a separate thread. The sending thread waits
 * for some of these responses. The reader also enforces the idle timeout: the maximum time without
 * a byte in either direction.
 */
final class VerdictReader {
  private final FrameInput input;
  private final Duration idle;
  private final TransferListener listener;
  private final Ticker ticker = Ticker.current();
  private final WakeList changed = new WakeList();

  /** Offered files without an outcome, by number; guarded by this. */
  private final Map<Integer, SentFile> open = new HashMap<>();

  private volatile long movedNanos = ticker.nanos();
  private volatile boolean goodbye;
  private volatile @Nullable IOException failure;
  private volatile boolean over;

  /**
   * The deadline of the sending thread. When reading fails, the reader makes this deadline expire,
   * so that the sending thread stops waiting.
   */
  private final Deadline sending;

  VerdictReader(Connection connection, Duration idle, TransferListener listener, Deadline sending) {
    this.input = new FrameInput(connection.source(), idle);
    this.idle = idle;
    this.listener = listener;
    this.sending = sending;
  }

  /** Reads responses until the receiver sends BYE, or reading fails. Runs on the reading thread. */
  void read() {
    try {
      requirePeer(input.magic());
      requireVersion(next());
      while (!goodbye) {
        take(next());
      }
    } catch (IOException e) {
      failure = e;
      sending.expireNow();
    } finally {
      over = true;
      changed.fire();
    }
  }

  private static void requirePeer(byte[] first) throws TransferException {
    if (TransferProtocol.isMagic(first)) {
      return;
    }
    if (TransferProtocol.isDamagedMagic(first)) {
      throw new TransferException(
          FailureReason.DAMAGED,
          "the first bytes are corrupt; does something on the way convert line endings?");
    }
    if (first.length == 0) {
      throw new TransferException(
          FailureReason.LOST,
          "the peer closed the connection without a response; does it accept files?");
    }
    throw new TransferException(
        FailureReason.PROTOCOL_ERROR,
        "the peer is not a file receiver: it sent '" + TerminalText.escape(first) + "'");
  }

  private void requireVersion(FrameHeader head) throws IOException {
    ControlFields fields = input.fields(head);
    if (head.type() == TransferProtocol.STOP) {
      throw fields.because();
    }
    if (head.type() != TransferProtocol.HELLO
        || fields.requireKnown().number(TransferProtocol.TAG_VERSION) < 1) {
      throw ControlFields.misunderstood(head + " received instead of HELLO");
    }
  }

  private FrameHeader next() throws IOException {
    while (true) {
      try (var _ = Deadline.after(idle)) {
        input.await();
        FrameHeader head = input.next();
        moved();
        return head;
      } catch (DeadlineExceededException e) {
        if (ticker.nanos() - movedNanos >= idle.toNanos()) {
          throw e;
        }
      }
    }
  }

  private void take(FrameHeader head) throws IOException {
    if (head.type() == TransferProtocol.DATA) {
      throw ControlFields.misunderstood("unexpected DATA from a receiver");
    }
    ControlFields fields = input.fields(head);
    switch (head.type()) {
      case TransferProtocol.ACCEPT -> accepted(file(head), fields.requireKnown());
      case TransferProtocol.REFUSE, TransferProtocol.FAILED -> ended(file(head), fields.because());
      case TransferProtocol.DONE -> done(file(head), fields.requireKnown());
      case TransferProtocol.BYE -> goodbye = true;
      case TransferProtocol.STOP -> throw fields.because();
      default -> throw ControlFields.misunderstood("unexpected " + head + " from a receiver");
    }
    changed.fire();
  }

  private synchronized SentFile file(FrameHeader head) throws TransferException {
    SentFile file = open.get(head.file());
    if (file == null) {
      throw ControlFields.misunderstood("received " + head + " for a file that was not offered");
    }
    return file;
  }

  private synchronized void accepted(SentFile file, ControlFields fields) throws TransferException {
    if (file.state() != SentFile.State.OFFERED || fields.number(TransferProtocol.TAG_OFFSET) != 0) {
      throw ControlFields.misunderstood("unexpected ACCEPT for a file");
    }
    file.moveTo(SentFile.State.ACCEPTED);
  }

  private void done(SentFile file, ControlFields fields) throws TransferException {
    fields.requireKnown();
    synchronized (this) {
      if (file.state() != SentFile.State.SENT) {
        throw ControlFields.misunderstood("DONE received before END");
      }
    }
    ended(file, null);
  }

  private void ended(SentFile file, @Nullable TransferException reason) {
    FileOutcome outcome;
    synchronized (this) {
      open.remove(file.number);
      outcome = file.outcome(reason);
    }
    listener.onFileEnd(outcome);
  }

  synchronized void offered(SentFile file) {
    open.put(file.number, file);
  }

  /**
   * Marks a file as sent completely, and returns true. If the file already has an outcome, returns
   * false and does nothing.
   */
  synchronized boolean trySent(SentFile file, byte[] hash) {
    if (file.state() == SentFile.State.ENDED) {
      return false;
    }
    file.sent(hash);
    return true;
  }

  synchronized SentFile.State state(SentFile file) {
    return file.state();
  }

  synchronized int open() {
    return open.size();
  }

  /** Records that bytes were transferred, so that the idle timeout begins again. */
  void moved() {
    movedNanos = ticker.nanos();
  }

  /** Blocks until {@code ready} returns true. Calls {@code ready} again after each response. */
  void await(BooleanSupplier ready) throws IOException {
    try {
      changed.await(() -> over || ready.getAsBoolean());
    } catch (DeadlineExceededException e) {
      throw failureOr(e);
    }
    requireGoing();
    if (over && !ready.getAsBoolean()) {
      throw ControlFields.misunderstood("the receiver sent BYE before the transfer was complete");
    }
  }

  /** Throws an exception if reading responses has failed. */
  void requireGoing() throws IOException {
    IOException reason = failure;
    if (reason != null) {
      throw reason;
    }
  }

  /**
   * Returns the failure of the reading thread if there is one; otherwise returns {@code other}, the
   * failure of the sending thread. The reading thread may have received the reason for the failure
   * from the receiver, but a failed write does not show the reason.
   */
  IOException failureOr(IOException other) {
    IOException reason = failure;
    return reason == null ? other : reason;
  }

  boolean hasGoodbye() {
    return goodbye;
  }

  boolean isOver() {
    return over;
  }

  /** Blocks until the reading thread has ended. */
  void awaitOver() throws IOException {
    changed.await(this::isOver);
  }

  /** Reports all files that have no outcome as failed. */
  void endAll(IOException reason) {
    while (true) {
      SentFile file;
      synchronized (this) {
        if (open.isEmpty()) {
          return;
        }
        file = open.values().iterator().next();
      }
      String where = "'" + file.file.shownName() + "' was not received completely: ";
      ended(file, TransferFailures.as(where, reason));
    }
  }
}
