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
 * whose bytes it sends. Belongs to one thread; {@link Answers} has another.
 */
final class Sending {
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final int FRAME_BYTES = 256 * 1024;

  /**
   * From here on a piece is sent as it lies on the disk, not from where it was read to be hashed.
   * Should the file change in between, the receiver sees that by the hash.
   */
  private static final int FROM_DISK_BYTES = FRAME_BYTES / 4;

  private final FrameOutput output;
  private final Answers answers;
  private final TransferNews news;
  private final ByteBuffer piece = ByteBuffer.allocateDirect(FRAME_BYTES);

  /** Offered, and their bytes not sent yet. */
  private final Deque<Departure> ahead = new ArrayDeque<>();

  private int number;

  Sending(Connection connection, Answers answers, TransferNews news) {
    this.output = new FrameOutput(connection.sink());
    this.answers = answers;
    this.news = news;
  }

  /** Sends them all, and says goodbye. */
  void run(List<OutgoingFile> files) throws IOException {
    output.greet();
    for (OutgoingFile file : files) {
      while (answers.open() >= Wire.OFFERS_MAX) {
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
      output.control(Wire.BYE, 0, new Fields());
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
    if (!(failure instanceof TransferException reason) || reason.reason() == Reason.LOST) {
      return;
    }
    try (var _ = Deadline.after(LAST_WORDS)) {
      output.control(Wire.STOP, 0, Fields.because(reason.reason(), reason.sentence()));
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
      news.ended(new FileOutcome(file.shownName(), 0, Duration.ZERO, "", e));
      return;
    }
    var departure = new Departure(++number, file, size);
    answers.offered(departure);
    ahead.add(departure);
    output.control(
        Wire.OFFER,
        departure.number,
        new Fields().with(Wire.TAG_NAME, file.name()).with(Wire.TAG_SIZE, size));
  }

  /** Sends the bytes of the file that was offered first, or waits until there is room for more. */
  private void sendNext() throws IOException {
    Departure next = ahead.poll();
    if (next == null) {
      await(() -> answers.open() < Wire.OFFERS_MAX);
      return;
    }
    if (answers.state(next) == Departure.State.OFFERED) {
      await(() -> answers.state(next) != Departure.State.OFFERED);
    }
    if (answers.state(next) != Departure.State.ENDED) {
      try (FileChannel channel = next.file.open()) {
        send(next, channel);
      } catch (TransferException e) {
        abandon(next, e);
      }
    }
  }

  private void send(Departure next, FileChannel channel) throws IOException {
    MessageDigest hash = Arrival.sha256();
    for (long sent = 0; sent < next.size; ) {
      if (answers.state(next) == Departure.State.ENDED) {
        abandon(next, new TransferException(Reason.STORAGE, "the receiver has given it up"));
        return;
      }
      sent += sendPiece(next, channel, sent, hash);
      answers.moved();
      news.moved(next.file.shownName(), sent, next.size);
    }
    end(next, hash.digest());
  }

  private int sendPiece(Departure next, FileChannel channel, long sent, MessageDigest hash)
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

  private static TransferException shrunk(Departure next, long sent) {
    return new TransferException(
        Reason.SOURCE,
        "'"
            + next.file.shownName()
            + "' shrank while it was sent, to "
            + sent
            + " of "
            + next.size
            + " bytes");
  }

  private void read(Departure next, FileChannel channel, ByteBuffer target)
      throws TransferException {
    try {
      channel.read(target);
    } catch (IOException e) {
      throw next.file.unreadable(e);
    }
  }

  private void end(Departure next, byte[] hash) throws IOException {
    answers.trySent(next, hash);
    output.control(
        Wire.END,
        next.number,
        new Fields().with(Wire.TAG_SIZE, next.size).with(Wire.TAG_HASH, hash));
  }

  private void abandon(Departure next, TransferException reason) throws IOException {
    output.control(Wire.ABANDON, next.number, Fields.because(reason.reason(), reason.sentence()));
  }
}
