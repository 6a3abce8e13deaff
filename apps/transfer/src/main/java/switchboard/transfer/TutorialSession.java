package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Source;
import switchboard.net.Ticker;
import switchboard.net.internal.TerminalText;

/**
 * Receives one file from the file sender of common Python tutorials. The protocol of the tutorials
 * has no response and no hash, and a lost connection looks like EOF. Therefore only the number of
 * received bytes shows whether the file is complete. Confined to one thread.
 */
final class TutorialSession {
  private static final int PIECE_BYTES = 256 * 1024;

  private final Source source;
  private final Address remote;
  private final UploadRateMonitor rate;
  private final Inbox inbox;
  private final Duration idle;
  private final TransferListener listener;
  private final long startNanos = Ticker.current().nanos();

  TutorialSession(Connection connection, Inbox inbox, Duration idle, TransferListener listener) {
    this.source = connection.source();
    this.remote = connection.remote();
    this.rate = new UploadRateMonitor(inbox.limits(), idle);
    this.inbox = inbox;
    this.idle = idle;
    this.listener = listener;
  }

  /** Receives a file until EOF. */
  void run() throws IOException {
    TutorialHeader header = header();
    try {
      FileName name = FileName.of(header.baseName());
      try (PartialFile incoming = new InboxSession(inbox, remote).take(name, header.sizeMin())) {
        long size = receive(header, incoming);
        listener.onFileEnd(outcome(name.toString(), size, null));
      }
    } catch (IOException e) {
      TransferException reason =
          e instanceof TransferException known
              ? known
              : TransferFailures.as("'" + shownName(header) + "' was not received completely: ", e);
      listener.onFileEnd(outcome(shownName(header), header.sizeMin(), reason));
      throw reason;
    }
  }

  private static String shownName(TutorialHeader header) {
    return TerminalText.escape(header.baseName());
  }

  private FileOutcome outcome(String name, long size, @Nullable TransferException failure) {
    var time = Duration.ofNanos(Ticker.current().nanos() - startNanos);
    return new FileOutcome(name, size, time, "", failure);
  }

  /** Reads the header, and consumes nothing after it. */
  private TutorialHeader header() throws IOException {
    int name = TutorialHeader.separator(source.peek(TutorialHeader.BYTES_MAX));
    while (name < 0) {
      int buffered = source.buffered();
      if (buffered >= TutorialHeader.BYTES_MAX || !request(buffered + 1)) {
        throw ControlFields.misunderstood(
            "unknown protocol: expected 'switchboard send' or name<SEPARATOR>size");
      }
      name = TutorialHeader.separator(source.peek(TutorialHeader.BYTES_MAX));
    }
    byte[] text = source.readExactly(name);
    source.readExactly(TutorialHeader.SEPARATOR.length);
    int digits = 0;
    while (digits < TutorialHeader.DIGITS_MAX
        && request(digits + 1)
        && TutorialHeader.isDigit(source.peek(digits + 1)[digits])) {
      digits++;
    }
    if (digits == 0) {
      throw ControlFields.misunderstood(
          "'" + TerminalText.escape(text) + "' is announced without a size");
    }
    return new TutorialHeader(text, source.readExactly(digits));
  }

  private boolean request(int count) throws IOException {
    try (var _ = Deadline.after(idle)) {
      return source.request(count);
    }
  }

  /** Reads until EOF, stores the file under its name, and returns its size. */
  private long receive(TutorialHeader header, PartialFile incoming) throws IOException {
    int digits = header.digits();
    long most = header.sizeMax();
    var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    long count = 0;
    while (read(piece.clear()) >= 0) {
      count += piece.flip().remaining();
      if (count > most) {
        throw new TransferException(
            FailureReason.DAMAGED,
            "'" + incoming.name() + "' has more than the announced " + most + " bytes");
      }
      incoming.requireSize(count);
      incoming.write(piece);
      listener.onProgress(incoming.name().toString(), count, most);
    }
    int ofSize = header.digitsOfSize(digits + count);
    if (ofSize < 0) {
      throw new TransferException(
          FailureReason.DAMAGED,
          "'" + incoming.name() + "' is incomplete: " + count + " of " + most + " bytes received");
    }
    incoming.prepend(header.contentAfter(ofSize));
    incoming.publish();
    return header.size(ofSize);
  }

  private int read(ByteBuffer piece) throws IOException {
    return rate.read(source, piece);
  }
}
