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
final class Receiving {
  private static final int PIECE_BYTES = 256 * 1024;

  private final Connection connection;
  private final FrameInput input;
  private final FrameOutput output;
  private final Duration idle;
  private final Visit visit;
  private final UploadRate rate;
  private final TransferNews news;

  /** What was accepted and has not been ended by the sender. */
  private final Map<Integer, Arrival> arrivals = new HashMap<>();

  private @Nullable ByteBuffer piece;
  private boolean stopped;
  private boolean over;

  Receiving(Connection connection, Inbox inbox, Duration idle, TransferNews news) {
    this.connection = connection;
    this.input = new FrameInput(connection.source(), idle);
    this.output = new FrameOutput(connection.sink());
    this.idle = idle;
    this.visit = new Visit(inbox, connection.remote());
    this.rate = new UploadRate(inbox.limits(), idle);
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
      answer(Wire.BYE, 0, new Fields());
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
      case TransferException e when e.reason() == Reason.LOST -> {}
      case DrainingException e ->
          stop(new TransferException(Reason.BUSY, "the receiver is stopping", e));
      case TransferException e -> stop(e);
      case DeadlineExceededException e ->
          stop(new TransferException(Reason.LATE, "nothing came for too long", e));
      default -> {} // the connection is gone
    }
  }

  private void stop(TransferException reason) {
    new LastWords(input, output).say(reason);
  }

  private static void requireMagic(byte[] first) throws TransferException {
    if (!Wire.isMagic(first)) {
      throw new TransferException(
          Reason.DAMAGED, "the first bytes were damaged on the way: does it change line ends?");
    }
  }

  private void requireVersion(FrameInput.Head head) throws IOException {
    if (head.type() != Wire.HELLO) {
      throw Fields.misunderstood(head + " came before HELLO");
    }
    long version = input.fields(head).requireKnown().number(Wire.TAG_VERSION);
    if (version != Wire.VERSION) {
      throw Fields.misunderstood(
          "the sender speaks version " + version + ", this side " + Wire.VERSION);
    }
  }

  private FrameInput.Head next() throws IOException {
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

  private void answer(int type, int file, Fields fields) throws IOException {
    try (var _ = Deadline.after(idle)) {
      output.control(type, file, fields);
    }
  }

  private void take(FrameInput.Head head) throws IOException {
    switch (head.type()) {
      case Wire.OFFER -> offered(head.file(), input.fields(head));
      case Wire.DATA -> data(arrival(head));
      case Wire.END -> ended(arrival(head), input.fields(head).requireKnown());
      case Wire.ABANDON -> {
        Arrival arrival = arrival(head);
        abandoned(arrival, input.fields(head).because());
      }
      case Wire.BYE -> {
        input.fields(head).requireKnown();
        over = arrivals.isEmpty();
        if (!over) {
          throw Fields.misunderstood("BYE came inside a file");
        }
      }
      case Wire.STOP -> {
        TransferException reason = input.fields(head).because();
        stopped = true;
        throw reason;
      }
      default -> throw Fields.misunderstood(head + " is not for a receiver");
    }
  }

  private Arrival arrival(FrameInput.Head head) throws TransferException {
    Arrival arrival = arrivals.get(head.file());
    if (arrival == null) {
      throw Fields.misunderstood(head + " is for a file that was not accepted");
    }
    return arrival;
  }

  private void offered(int file, Fields fields) throws IOException {
    if (arrivals.containsKey(file) || arrivals.size() >= Wire.OFFERS_MAX) {
      throw Fields.misunderstood("a file was offered twice, or too many at once");
    }
    try {
      fields.requireKnown();
      long size = fields.number(Wire.TAG_SIZE);
      Incoming incoming = visit.take(FileName.of(fields.bytes(Wire.TAG_NAME)), size);
      arrivals.put(file, new Arrival(file, incoming, size));
    } catch (TransferException e) {
      refuse(file, fields, e);
      return;
    }
    answer(Wire.ACCEPT, file, new Fields().with(Wire.TAG_OFFSET, 0));
  }

  private void refuse(int file, Fields fields, TransferException reason) throws IOException {
    news.ended(refused(fields, reason));
    answer(Wire.REFUSE, file, Fields.because(reason.reason(), reason.sentence()));
  }

  private static FileOutcome refused(Fields fields, TransferException reason) {
    String name = fields.shown(Wire.TAG_NAME);
    return new FileOutcome(name, fields.numberOrZero(Wire.TAG_SIZE), Duration.ZERO, "", reason);
  }

  private void data(Arrival arrival) throws IOException {
    ByteBuffer current = piece;
    if (current == null) {
      current = ByteBuffer.allocateDirect(PIECE_BYTES);
      piece = current;
    }
    while (input.left() > 0 && !arrival.hasFailed()) {
      input.read(current.clear(), rate);
      try {
        arrival.add(current.flip());
        news.moved(arrival.name().toString(), arrival.received(), arrival.size());
      } catch (TransferException e) {
        failed(arrival, e);
      }
    }
    input.skip();
  }

  /** Tells the sender, who may still be sending. */
  private void failed(Arrival arrival, TransferException reason) throws IOException {
    news.ended(arrival.fail(reason));
    answer(Wire.FAILED, arrival.file(), Fields.because(reason.reason(), reason.sentence()));
    flush();
  }

  private void ended(Arrival arrival, Fields fields) throws IOException {
    long size = fields.number(Wire.TAG_SIZE);
    byte[] hash = fields.bytes(Wire.TAG_HASH);
    if (!arrival.hasFailed()) {
      try {
        FileOutcome outcome = arrival.finish(size, hash);
        visit.came(arrival.name());
        news.ended(outcome);
        answer(Wire.DONE, arrival.file(), new Fields());
      } catch (TransferException e) {
        failed(arrival, e);
      }
    }
    arrivals.remove(arrival.file());
  }

  private void abandoned(Arrival arrival, TransferException reason) throws IOException {
    if (!arrival.hasFailed()) {
      failed(arrival, reason);
    }
    arrivals.remove(arrival.file());
  }

  /** Nothing stays of what has not come whole. */
  private void endAll(@Nullable IOException failure) {
    for (Arrival arrival : arrivals.values()) {
      if (!arrival.hasFailed()) {
        news.ended(arrival.fail(inside(arrival, failure)));
      }
    }
    arrivals.clear();
  }

  private static TransferException inside(Arrival arrival, @Nullable IOException failure) {
    String where = "'" + arrival.name() + "' was not received whole: ";
    return failure == null
        ? new TransferException(Reason.OTHER, where + "the receiver has failed")
        : Failing.as(where, failure);
  }
}
