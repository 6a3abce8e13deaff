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
 * What the receiver says about each file: read by a thread of its own, awaited by the one that
 * sends. It also watches that something moves, either way.
 */
final class VerdictReader {
  private final FrameInput input;
  private final Duration idle;
  private final TransferListener news;
  private final Ticker ticker = Ticker.current();
  private final WakeList changed = new WakeList();

  /** Files that were offered and have not ended; guarded by this. */
  private final Map<Integer, SentFile> open = new HashMap<>();

  private volatile long movedNanos = ticker.nanos();
  private volatile boolean goodbye;
  private volatile @Nullable IOException failure;
  private volatile boolean over;

  /** What the sending thread may be blocked under; set before the reading thread starts. */
  private final Deadline sending;

  VerdictReader(Connection connection, Duration idle, TransferListener news, Deadline sending) {
    this.input = new FrameInput(connection.source(), idle);
    this.idle = idle;
    this.news = news;
    this.sending = sending;
  }

  /** Reads until the receiver has said goodbye, or something fails. The thread of its own. */
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
          "the first bytes were damaged on the way: does it change line ends?");
    }
    if (first.length == 0) {
      throw new TransferException(
          FailureReason.LOST,
          "the other side ended the connection without a word: does it take files?");
    }
    throw new TransferException(
        FailureReason.PROTOCOL_ERROR,
        "the other side is no receiver of files: it began with '"
            + TerminalText.escape(first)
            + "'");
  }

  private void requireVersion(FrameHeader head) throws IOException {
    ControlFields fields = input.fields(head);
    if (head.type() == TransferProtocol.STOP) {
      throw fields.because();
    }
    if (head.type() != TransferProtocol.HELLO
        || fields.requireKnown().number(TransferProtocol.TAG_VERSION) < 1) {
      throw ControlFields.misunderstood(head + " came in the place of HELLO");
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
      throw ControlFields.misunderstood("DATA is not for a sender");
    }
    ControlFields fields = input.fields(head);
    switch (head.type()) {
      case TransferProtocol.ACCEPT -> accepted(file(head), fields.requireKnown());
      case TransferProtocol.REFUSE, TransferProtocol.FAILED -> ended(file(head), fields.because());
      case TransferProtocol.DONE -> done(file(head), fields.requireKnown());
      case TransferProtocol.BYE -> goodbye = true;
      case TransferProtocol.STOP -> throw fields.because();
      default -> throw ControlFields.misunderstood(head + " is not for a sender");
    }
    changed.fire();
  }

  private synchronized SentFile file(FrameHeader head) throws TransferException {
    SentFile file = open.get(head.file());
    if (file == null) {
      throw ControlFields.misunderstood(head + " is about a file that was not offered");
    }
    return file;
  }

  private synchronized void accepted(SentFile file, ControlFields fields) throws TransferException {
    if (file.state() != SentFile.State.OFFERED || fields.number(TransferProtocol.TAG_OFFSET) != 0) {
      throw ControlFields.misunderstood("ACCEPT makes no sense here");
    }
    file.moveTo(SentFile.State.ACCEPTED);
  }

  private void done(SentFile file, ControlFields fields) throws TransferException {
    fields.requireKnown();
    synchronized (this) {
      if (file.state() != SentFile.State.SENT) {
        throw ControlFields.misunderstood("DONE came before END");
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
    news.onFileEnd(outcome);
  }

  synchronized void offered(SentFile file) {
    open.put(file.number, file);
  }

  /** Everything of it was sent; false when it has ended already. */
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

  /** Something has moved. */
  void moved() {
    movedNanos = ticker.nanos();
  }

  /** Blocks until {@code ready}, which an answer may have changed. */
  void await(BooleanSupplier ready) throws IOException {
    try {
      changed.await(() -> over || ready.getAsBoolean());
    } catch (DeadlineExceededException e) {
      throw failureOr(e);
    }
    requireGoing();
    if (over && !ready.getAsBoolean()) {
      throw ControlFields.misunderstood("the receiver has said goodbye before the end");
    }
  }

  /** Fails if there will be no more answers because something has failed. */
  void requireGoing() throws IOException {
    IOException reason = failure;
    if (reason != null) {
      throw reason;
    }
  }

  /** What the reading thread found out, which tells more than a write that fails. */
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

  /** Blocks until the receiver says no more. */
  void awaitOver() throws IOException {
    changed.await(this::isOver);
  }

  /** Whatever has not ended won't. */
  void endAll(IOException reason) {
    while (true) {
      SentFile file;
      synchronized (this) {
        if (open.isEmpty()) {
          return;
        }
        file = open.values().iterator().next();
      }
      String where = "'" + file.file.shownName() + "' was not received whole: ";
      ended(file, TransferFailures.as(where, reason));
    }
  }
}
