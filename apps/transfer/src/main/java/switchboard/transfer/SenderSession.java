package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.FileRange;
import switchboard.net.OperationInterruptedException;

/**
 * The sender's side of docs/protocols/transfer.md on one connection: offers files ahead of those
 * whose bytes it sends. Belongs to one thread; {@link VerdictReader} has another.
 */
final class SenderSession {
  private static final Duration FINAL_MESSAGE = Duration.ofSeconds(1);
  private static final int FRAME_BYTES = 256 * 1024;

  /**
   * From here on a piece is sent as it lies on the disk, not from where it was read to be hashed.
   * Should the file change in between, the receiver sees that by the hash.
   */
  private static final int FROM_DISK_BYTES = FRAME_BYTES / 4;

  private final FrameOutput output;
  private final VerdictReader answers;
  private final TransferListener news;
  private final ByteBuffer piece = ByteBuffer.allocateDirect(FRAME_BYTES);

  /** Offered, and their bytes not sent yet. */
  private final Deque<SentFile> ahead = new ArrayDeque<>();

  private int number;

  SenderSession(Connection connection, VerdictReader answers, TransferListener news) {
    this.output = new FrameOutput(connection.sink());
    this.answers = answers;
    this.news = news;
  }

  /** Sends them all, and says goodbye. */
  void run(List<OutgoingFile> files) throws IOException {
    output.greet();
    for (OutgoingFile file : files) {
      while (answers.open() >= TransferProtocol.OFFERS_MAX) {
        sendNext();
      }
      offer(file);
    }
    while (!ahead.isEmpty()) {
      sendNext();
    }
    finish();
  }

  /**
   * Waits for the responses to all files, then closes the session. Once every file has its
   * response, errors of the connection are ignored: they do not change what the receiver has
   * confirmed.
   */
  private void finish() throws IOException {
    try {
      await(() -> answers.open() == 0);
      output.control(TransferProtocol.BYE, 0, new ControlFields());
      await(answers::hasGoodbye);
    } catch (OperationInterruptedException e) {
      throw e;
    } catch (IOException e) {
      if (number == 0 || answers.open() > 0) {
        throw e;
      }
    }
  }

  /** Tells the receiver that it goes no further, if that still goes out. */
  void stop(IOException failure) {
    if (!(failure instanceof TransferException reason) || reason.reason() == FailureReason.LOST) {
      return;
    }
    try (var _ = Deadline.after(FINAL_MESSAGE)) {
      output.control(
          TransferProtocol.STOP, 0, ControlFields.because(reason.reason(), reason.sentence()));
      output.flush();
    } catch (IOException gone) {
      failure.addSuppressed(gone);
    }
  }

  private void await(BooleanSupplier ready) throws IOException {
    output.flush();
    answers.await(ready);
  }

  private void offer(OutgoingFile file) throws IOException {
    long size;
    try {
      size = file.size();
    } catch (TransferException e) {
      news.onFileEnd(new FileOutcome(file.shownName(), 0, Duration.ZERO, "", e));
      return;
    }
    var departure = new SentFile(++number, file, size);
    answers.offered(departure);
    ahead.add(departure);
    output.control(
        TransferProtocol.OFFER,
        departure.number,
        new ControlFields()
            .with(TransferProtocol.TAG_NAME, file.name())
            .with(TransferProtocol.TAG_SIZE, size));
  }

  /** Sends the bytes of the file that was offered first, or waits until there is room for more. */
  private void sendNext() throws IOException {
    SentFile next = ahead.poll();
    if (next == null) {
      await(() -> answers.open() < TransferProtocol.OFFERS_MAX);
      return;
    }
    if (answers.state(next) == SentFile.State.OFFERED) {
      await(() -> answers.state(next) != SentFile.State.OFFERED);
    }
    if (answers.state(next) != SentFile.State.ENDED) {
      try (FileChannel channel = next.file.open()) {
        send(next, channel);
      } catch (TransferException e) {
        abandon(next, e);
      }
    }
  }

  private void send(SentFile next, FileChannel channel) throws IOException {
    MessageDigest hash = ReceivedFile.sha256();
    for (long sent = 0; sent < next.size; ) {
      if (answers.state(next) == SentFile.State.ENDED) {
        abandon(next, new TransferException(FailureReason.STORAGE, "the receiver has given it up"));
        return;
      }
      sent += sendPiece(next, channel, sent, hash);
      answers.moved();
      news.onProgress(next.file.shownName(), sent, next.size);
    }
    end(next, hash.digest());
  }

  private int sendPiece(SentFile next, FileChannel channel, long sent, MessageDigest hash)
      throws IOException {
    int room = (int) Math.min(FRAME_BYTES, next.size - sent);
    read(next, channel, piece.clear().limit(room));
    int count = piece.flip().remaining();
    hash.update(piece.duplicate());
    if (count > 0 && count < FROM_DISK_BYTES) {
      output.data(next.number, piece);
    } else if (count == 0 || !output.data(next.number, FileRange.of(channel, sent, count))) {
      throw shrunk(next, sent);
    }
    return count;
  }

  private static TransferException shrunk(SentFile next, long sent) {
    return new TransferException(
        FailureReason.SOURCE,
        "'"
            + next.file.shownName()
            + "' shrank while it was sent, to "
            + sent
            + " of "
            + next.size
            + " bytes");
  }

  private void read(SentFile next, FileChannel channel, ByteBuffer target)
      throws TransferException {
    try {
      channel.read(target);
    } catch (IOException e) {
      throw next.file.unreadable(e);
    }
  }

  private void end(SentFile next, byte[] hash) throws IOException {
    answers.trySent(next, hash);
    output.control(
        TransferProtocol.END,
        next.number,
        new ControlFields()
            .with(TransferProtocol.TAG_SIZE, next.size)
            .with(TransferProtocol.TAG_HASH, hash));
  }

  private void abandon(SentFile next, TransferException reason) throws IOException {
    output.control(
        TransferProtocol.ABANDON,
        next.number,
        ControlFields.because(reason.reason(), reason.sentence()));
  }
}
