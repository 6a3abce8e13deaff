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
 * The sender's side of the protocol in docs/protocols/transfer.md on one connection. Offers further
 * files before it has sent the bytes of earlier files. Confined to one thread; the {@link
 * VerdictReader} runs on another thread.
 */
final class SenderSession {
  private static final Duration FINAL_MESSAGE = Duration.ofSeconds(1);
  private static final int FRAME_BYTES = 256 * 1024;

  /**
   * Pieces of at least this size are sent directly from the file, with zero-copy where possible,
   * and not from the buffer into which they were read to compute the hash. If the file changes
   * between these two reads, the hash does not match, and the receiver detects this.
   */
  private static final int FROM_DISK_BYTES = FRAME_BYTES / 4;

  private final FrameOutput output;
  private final VerdictReader answers;
  private final TransferListener listener;
  private final ByteBuffer piece = ByteBuffer.allocateDirect(FRAME_BYTES);

  /** Offered files of which no byte has been sent. */
  private final Deque<SentFile> ahead = new ArrayDeque<>();

  private int number;

  SenderSession(Connection connection, VerdictReader answers, TransferListener listener) {
    this.output = new FrameOutput(connection.sink());
    this.answers = answers;
    this.listener = listener;
  }

  /** Sends all files, and ends the transfer with BYE. */
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
   * Waits until the receiver has confirmed or rejected every file, then exchanges BYE with the
   * receiver. Ignores an I/O error that occurs after the last response, because the receiver has
   * then already confirmed or rejected every file.
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

  /**
   * Reports a failure to the receiver with a STOP frame, unless the connection itself has failed.
   */
  void stop(IOException failure) {
    if (!(failure instanceof TransferException reason) || reason.reason() == FailureReason.LOST) {
      return;
    }
    try (var _ = Deadline.after(FINAL_MESSAGE)) {
      output.control(
          TransferProtocol.STOP, 0, ControlFields.because(reason.reason(), reason.sentence()));
      output.flush();
    } catch (IOException e) {
      failure.addSuppressed(e);
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
      listener.onFileEnd(new FileOutcome(file.shownName(), 0, Duration.ZERO, "", e));
      return;
    }
    var offered = new SentFile(++number, file, size);
    answers.offered(offered);
    ahead.add(offered);
    output.control(
        TransferProtocol.OFFER,
        offered.number,
        new ControlFields()
            .with(TransferProtocol.TAG_NAME, file.name())
            .with(TransferProtocol.TAG_SIZE, size));
  }

  /**
   * Sends the bytes of one offered file. Files are sent in the order in which they were offered. If
   * no offered file remains, waits until the protocol allows to offer another file.
   */
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
        abandon(
            next,
            new TransferException(
                FailureReason.STORAGE, "the receiver has failed to store the file"));
        return;
      }
      sent += sendPiece(next, channel, sent, hash);
      answers.moved();
      listener.onProgress(next.file.shownName(), sent, next.size);
    }
    end(next, hash.digest());
  }

  private int sendPiece(SentFile next, FileChannel channel, long sent, MessageDigest hash)
      throws IOException {
    int length = (int) Math.min(FRAME_BYTES, next.size - sent);
    read(next, channel, piece.clear().limit(length));
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
            + "' shrank from "
            + next.size
            + " to "
            + sent
            + " bytes while it was sent");
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
