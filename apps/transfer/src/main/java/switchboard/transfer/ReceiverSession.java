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
 * The receiver's side of the protocol in docs/protocols/transfer.md on one connection. If an error
 * concerns only one file, that file fails and the transfer continues. An error in the stream of
 * frames ends the connection. Confined to one thread.
 */
final class ReceiverSession {
  private static final int PIECE_BYTES = 256 * 1024;

  private final Connection connection;
  private final FrameInput input;
  private final FrameOutput output;
  private final Duration idle;
  private final InboxSession session;
  private final UploadRateMonitor rate;
  private final TransferListener listener;

  /** Accepted files for which neither END nor ABANDON has been received, by number. */
  private final Map<Integer, ReceivedFile> openFiles = new HashMap<>();

  private @Nullable ByteBuffer piece;
  private boolean stopped;
  private boolean over;

  ReceiverSession(Connection connection, Inbox inbox, Duration idle, TransferListener listener) {
    this.connection = connection;
    this.input = new FrameInput(connection.source(), idle);
    this.output = new FrameOutput(connection.sink());
    this.idle = idle;
    this.session = new InboxSession(inbox, connection.remote());
    this.rate = new UploadRateMonitor(inbox.limits(), idle);
    this.listener = listener;
  }

  /** Receives files until the sender sends BYE. */
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

  /** Reports a failure to the sender, unless the connection itself has failed. */
  private void stop(IOException failure) {
    switch (failure) {
      case TransferException e when e.reason() == FailureReason.LOST -> {}
      case DrainingException e ->
          stop(new TransferException(FailureReason.BUSY, "the receiver is shutting down", e));
      case TransferException e -> stop(e);
      case DeadlineExceededException e ->
          stop(
              new TransferException(
                  FailureReason.TIMED_OUT, "timeout: no data from the sender", e));
      default -> {} // nothing can be sent, because the connection has failed
    }
  }

  private void stop(TransferException reason) {
    new FinalMessage(input, output).say(reason);
  }

  private static void requireMagic(byte[] first) throws TransferException {
    if (!TransferProtocol.isMagic(first)) {
      throw new TransferException(
          FailureReason.DAMAGED,
          "the first bytes are corrupt; does something on the way convert line endings?");
    }
  }

  private void requireVersion(FrameHeader head) throws IOException {
    if (head.type() != TransferProtocol.HELLO) {
      throw ControlFields.misunderstood(head + " received before HELLO");
    }
    long version = input.fields(head).requireKnown().number(TransferProtocol.TAG_VERSION);
    if (version != TransferProtocol.VERSION) {
      throw ControlFields.misunderstood(
          "the sender uses protocol version "
              + version
              + "; this receiver supports version "
              + TransferProtocol.VERSION);
    }
  }

  private FrameHeader next() throws IOException {
    if (input.isEmpty()) {
      flush(); // the sender may be waiting for these responses
    }
    if (openFiles.isEmpty()) {
      connection.messageComplete(); // between files, a graceful shutdown may close the connection
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
      case TransferProtocol.DATA -> data(openFile(head));
      case TransferProtocol.END -> ended(openFile(head), input.fields(head).requireKnown());
      case TransferProtocol.ABANDON -> {
        ReceivedFile openFile = openFile(head);
        abandoned(openFile, input.fields(head).because());
      }
      case TransferProtocol.BYE -> {
        input.fields(head).requireKnown();
        over = openFiles.isEmpty();
        if (!over) {
          throw ControlFields.misunderstood("received BYE before the end of a file");
        }
      }
      case TransferProtocol.STOP -> {
        TransferException reason = input.fields(head).because();
        stopped = true;
        throw reason;
      }
      default -> throw ControlFields.misunderstood("unexpected " + head + " from a sender");
    }
  }

  private ReceivedFile openFile(FrameHeader head) throws TransferException {
    ReceivedFile openFile = openFiles.get(head.file());
    if (openFile == null) {
      throw ControlFields.misunderstood("received " + head + " for a file that was not accepted");
    }
    return openFile;
  }

  private void offered(int file, ControlFields fields) throws IOException {
    if (openFiles.containsKey(file) || openFiles.size() >= TransferProtocol.OFFERS_MAX) {
      throw ControlFields.misunderstood(
          "a file was offered twice, or too many files are open at the same time");
    }
    try {
      fields.requireKnown();
      long size = fields.number(TransferProtocol.TAG_SIZE);
      PartialFile incoming =
          session.take(FileName.of(fields.bytes(TransferProtocol.TAG_NAME)), size);
      openFiles.put(file, new ReceivedFile(file, incoming, size));
    } catch (TransferException e) {
      refuse(file, fields, e);
      return;
    }
    answer(TransferProtocol.ACCEPT, file, new ControlFields().with(TransferProtocol.TAG_OFFSET, 0));
  }

  private void refuse(int file, ControlFields fields, TransferException reason) throws IOException {
    listener.onFileEnd(refused(fields, reason));
    answer(
        TransferProtocol.REFUSE, file, ControlFields.because(reason.reason(), reason.sentence()));
  }

  private static FileOutcome refused(ControlFields fields, TransferException reason) {
    String name = fields.shown(TransferProtocol.TAG_NAME);
    return new FileOutcome(
        name, fields.numberOrZero(TransferProtocol.TAG_SIZE), Duration.ZERO, "", reason);
  }

  private void data(ReceivedFile openFile) throws IOException {
    ByteBuffer current = piece;
    if (current == null) {
      current = ByteBuffer.allocateDirect(PIECE_BYTES);
      piece = current;
    }
    while (input.left() > 0 && !openFile.hasFailed()) {
      input.read(current.clear(), rate);
      try {
        openFile.add(current.flip());
        listener.onProgress(openFile.name().toString(), openFile.received(), openFile.size());
      } catch (TransferException e) {
        failed(openFile, e);
      }
    }
    input.skip();
  }

  /**
   * Marks a file as failed. Reports the failure to the sender immediately, because the sender may
   * still be sending the file.
   */
  private void failed(ReceivedFile openFile, TransferException reason) throws IOException {
    listener.onFileEnd(openFile.fail(reason));
    answer(
        TransferProtocol.FAILED,
        openFile.file(),
        ControlFields.because(reason.reason(), reason.sentence()));
    flush();
  }

  private void ended(ReceivedFile openFile, ControlFields fields) throws IOException {
    long size = fields.number(TransferProtocol.TAG_SIZE);
    byte[] hash = fields.bytes(TransferProtocol.TAG_HASH);
    if (!openFile.hasFailed()) {
      try {
        FileOutcome outcome = openFile.finish(size, hash);
        session.came(openFile.name());
        listener.onFileEnd(outcome);
        answer(TransferProtocol.DONE, openFile.file(), new ControlFields());
      } catch (TransferException e) {
        failed(openFile, e);
      }
    }
    openFiles.remove(openFile.file());
  }

  private void abandoned(ReceivedFile openFile, TransferException reason) throws IOException {
    if (!openFile.hasFailed()) {
      failed(openFile, reason);
    }
    openFiles.remove(openFile.file());
  }

  /** Marks all incomplete files as failed, and removes them. */
  private void endAll(@Nullable IOException failure) {
    for (ReceivedFile openFile : openFiles.values()) {
      if (!openFile.hasFailed()) {
        listener.onFileEnd(openFile.fail(inside(openFile, failure)));
      }
    }
    openFiles.clear();
  }

  private static TransferException inside(ReceivedFile openFile, @Nullable IOException failure) {
    String where = "'" + openFile.name() + "' was not received completely: ";
    return failure == null
        ? new TransferException(FailureReason.OTHER, where + "internal error of the receiver")
        : TransferFailures.as(where, failure);
  }
}
