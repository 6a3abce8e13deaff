package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.server.DrainingException;

/**
 * The receiver's side of docs/protocols/transfer.md on one connection. A flaw of one file ends that
 * file, a flaw of the stream ends the connection. Belongs to one thread.
 */
final class ReceiverSession {
  private static final int PIECE_BYTES = 256 * 1024;

  private final Connection connection;
  private final FrameInput input;
  private final FrameOutput output;
  private final Duration idle;
  private final InboxSession visit;
  private final UploadRateMonitor rate;
  private final TransferListener news;

  /** What was accepted and has not been ended by the sender. */
  private final Map<Integer, ReceivedFile> arrivals = new HashMap<>();

  private @Nullable ByteBuffer piece;
  private boolean stopped;
  private boolean over;

  ReceiverSession(Connection connection, Inbox inbox, Duration idle, TransferListener news) {
    this.connection = connection;
    this.input = new FrameInput(connection.source(), idle);
    this.output = new FrameOutput(connection.sink());
    this.idle = idle;
    this.visit = new InboxSession(inbox, connection.remote());
    this.rate = new UploadRateMonitor(inbox.limits(), idle);
    this.news = news;
  }

  /** Receives until the sender has said goodbye. */
  void run() throws IOException {
    IOException failure = null;
    try {
      requireMagic(input.magic());
      output.greet();
      requireVersion(input.next());
      while (!over) {
        take(next());
      }
      answer(TransferProtocol.BYE, 0, new ControlFields());
      flush();
    } catch (IOException e) {
      failure = e;
      if (!stopped) {
        stop(e);
      }
      throw e;
    } finally {
      endAll(failure);
    }
  }

  /** Tells the sender why it ends here, if he may want to know. */
  private void stop(IOException failure) {
    switch (failure) {
      case TransferException e when e.reason() == FailureReason.LOST -> {}
      case DrainingException e ->
          stop(new TransferException(FailureReason.BUSY, "the receiver is stopping", e));
      case TransferException e -> stop(e);
      case DeadlineExceededException e ->
          stop(new TransferException(FailureReason.TIMED_OUT, "nothing came for too long", e));
      default -> {} // the connection is gone
    }
  }

  private void stop(TransferException reason) {
    new FinalMessage(input, output).say(reason);
  }

  private static void requireMagic(byte[] first) throws TransferException {
    if (!TransferProtocol.isMagic(first)) {
      throw new TransferException(
          FailureReason.DAMAGED,
          "the first bytes were damaged on the way: does it change line ends?");
    }
  }

  private void requireVersion(FrameHeader head) throws IOException {
    if (head.type() != TransferProtocol.HELLO) {
      throw ControlFields.misunderstood(head + " came before HELLO");
    }
    long version = input.fields(head).requireKnown().number(TransferProtocol.TAG_VERSION);
    if (version != TransferProtocol.VERSION) {
      throw ControlFields.misunderstood(
          "the sender speaks version " + version + ", this side " + TransferProtocol.VERSION);
    }
  }

  private FrameHeader next() throws IOException {
    if (input.isEmpty()) {
      flush(); // before it waits, perhaps for a sender who waits for this
    }
    if (arrivals.isEmpty()) {
      connection.messageComplete(); // between two files a drain may end the call
      return input.next();
    }
    return rate.next(input);
  }

  private void flush() throws IOException {
    try (var _ = Deadline.after(idle)) {
      output.flush();
    }
  }

  private void answer(int type, int file, ControlFields fields) throws IOException {
    try (var _ = Deadline.after(idle)) {
      output.control(type, file, fields);
    }
  }

  private void take(FrameHeader head) throws IOException {
    switch (head.type()) {
      case TransferProtocol.OFFER -> offered(head.file(), input.fields(head));
      case TransferProtocol.DATA -> data(arrival(head));
      case TransferProtocol.END -> ended(arrival(head), input.fields(head).requireKnown());
      case TransferProtocol.ABANDON -> {
        ReceivedFile arrival = arrival(head);
        abandoned(arrival, input.fields(head).because());
      }
      case TransferProtocol.BYE -> {
        input.fields(head).requireKnown();
        over = arrivals.isEmpty();
        if (!over) {
          throw ControlFields.misunderstood("BYE came inside a file");
        }
      }
      case TransferProtocol.STOP -> {
        TransferException reason = input.fields(head).because();
        stopped = true;
        throw reason;
      }
      default -> throw ControlFields.misunderstood(head + " is not for a receiver");
    }
  }

  private ReceivedFile arrival(FrameHeader head) throws TransferException {
    ReceivedFile arrival = arrivals.get(head.file());
    if (arrival == null) {
      throw ControlFields.misunderstood(head + " is for a file that was not accepted");
    }
    return arrival;
  }

  private void offered(int file, ControlFields fields) throws IOException {
    if (arrivals.containsKey(file) || arrivals.size() >= TransferProtocol.OFFERS_MAX) {
      throw ControlFields.misunderstood("a file was offered twice, or too many at once");
    }
    try {
      fields.requireKnown();
      long size = fields.number(TransferProtocol.TAG_SIZE);
      PartialFile incoming = visit.take(FileName.of(fields.bytes(TransferProtocol.TAG_NAME)), size);
      arrivals.put(file, new ReceivedFile(file, incoming, size));
    } catch (TransferException e) {
      refuse(file, fields, e);
      return;
    }
    answer(TransferProtocol.ACCEPT, file, new ControlFields().with(TransferProtocol.TAG_OFFSET, 0));
  }

  private void refuse(int file, ControlFields fields, TransferException reason) throws IOException {
    news.onFileEnd(refused(fields, reason));
    answer(
        TransferProtocol.REFUSE, file, ControlFields.because(reason.reason(), reason.sentence()));
  }

  private static FileOutcome refused(ControlFields fields, TransferException reason) {
    String name = fields.shown(TransferProtocol.TAG_NAME);
    return new FileOutcome(
        name, fields.numberOrZero(TransferProtocol.TAG_SIZE), Duration.ZERO, "", reason);
  }

  private void data(ReceivedFile arrival) throws IOException {
    ByteBuffer current = piece;
    if (current == null) {
      current = ByteBuffer.allocateDirect(PIECE_BYTES);
      piece = current;
    }
    while (input.left() > 0 && !arrival.hasFailed()) {
      input.read(current.clear(), rate);
      try {
        arrival.add(current.flip());
        news.onProgress(arrival.name().toString(), arrival.received(), arrival.size());
      } catch (TransferException e) {
        failed(arrival, e);
      }
    }
    input.skip();
  }

  /** Tells the sender, who may still be sending. */
  private void failed(ReceivedFile arrival, TransferException reason) throws IOException {
    news.onFileEnd(arrival.fail(reason));
    answer(
        TransferProtocol.FAILED,
        arrival.file(),
        ControlFields.because(reason.reason(), reason.sentence()));
    flush();
  }

  private void ended(ReceivedFile arrival, ControlFields fields) throws IOException {
    long size = fields.number(TransferProtocol.TAG_SIZE);
    byte[] hash = fields.bytes(TransferProtocol.TAG_HASH);
    if (!arrival.hasFailed()) {
      try {
        FileOutcome outcome = arrival.finish(size, hash);
        visit.came(arrival.name());
        news.onFileEnd(outcome);
        answer(TransferProtocol.DONE, arrival.file(), new ControlFields());
      } catch (TransferException e) {
        failed(arrival, e);
      }
    }
    arrivals.remove(arrival.file());
  }

  private void abandoned(ReceivedFile arrival, TransferException reason) throws IOException {
    if (!arrival.hasFailed()) {
      failed(arrival, reason);
    }
    arrivals.remove(arrival.file());
  }

  /** Nothing stays of what has not come whole. */
  private void endAll(@Nullable IOException failure) {
    for (ReceivedFile arrival : arrivals.values()) {
      if (!arrival.hasFailed()) {
        news.onFileEnd(arrival.fail(inside(arrival, failure)));
      }
    }
    arrivals.clear();
  }

  private static TransferException inside(ReceivedFile arrival, @Nullable IOException failure) {
    String where = "'" + arrival.name() + "' was not received whole: ";
    return failure == null
        ? new TransferException(FailureReason.OTHER, where + "the receiver has failed")
        : TransferFailures.as(where, failure);
  }
}
