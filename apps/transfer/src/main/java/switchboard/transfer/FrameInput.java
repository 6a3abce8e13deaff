package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.net.Deadline;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * Takes frames from a source. Every length is looked at before memory is taken. Belongs to one
 * thread.
 */
final class FrameInput {
  private final Source source;
  private final Duration idle;

  /** What is left of the payload of a DATA frame. */
  private int left;

  /**
   * Reads from {@code source}.
   *
   * @param idle how long it waits for a byte inside a frame
   */
  FrameInput(Source source, Duration idle) {
    this.source = source;
    this.idle = idle;
  }

  /** What stands before each payload. */
  record Head(int type, int file, int length) {
    @Override
    public String toString() {
      return TransferProtocol.typeName(type);
    }
  }

  /** Whether the next frame would have to be waited for. */
  boolean isEmpty() {
    return source.buffered() < TransferProtocol.HEAD_BYTES;
  }

  /** The first bytes of the peer, at most as many as the magic has, which are taken. */
  byte[] magic() throws IOException {
    try (var _ = Deadline.after(idle)) {
      boolean whole = source.request(TransferProtocol.MAGIC_BYTES);
      return source.readExactly(whole ? TransferProtocol.MAGIC_BYTES : source.buffered());
    }
  }

  /** Waits for the head of a frame; a call that is cut has taken nothing. */
  void await() throws IOException {
    source.request(TransferProtocol.HEAD_BYTES);
  }

  /** Takes the head of the next frame that is understood; the others are skipped. */
  Head next() throws IOException {
    try (var _ = Deadline.after(idle)) {
      Head head = head();
      while (head.type >= TransferProtocol.SKIPPABLE) {
        source.skip(head.length);
        head = head();
      }
      left = head.type == TransferProtocol.DATA ? head.length : 0;
      return head;
    }
  }

  private Head head() throws IOException {
    if (!source.request(TransferProtocol.HEAD_BYTES)) {
      throw new TransferException(FailureReason.LOST, "the connection ended in the middle");
    }
    byte[] bytes = source.readExactly(TransferProtocol.HEAD_BYTES);
    int end = TransferProtocol.HEAD_BYTES - TransferProtocol.CHECK_BYTES;
    var fields = ByteBuffer.wrap(bytes);
    if (ControlFields.check(bytes, end) != fields.getInt(end)) {
      throw new TransferException(
          FailureReason.DAMAGED, "the head of a frame was damaged on the way");
    }
    int type = fields.get() & 0xFF;
    int file = fields.getInt();
    int length = fields.getInt();
    boolean large = type == TransferProtocol.DATA || type >= TransferProtocol.SKIPPABLE;
    if (length < 0
        || length
            > (large ? TransferProtocol.DATA_BYTES_MAX : TransferProtocol.CONTROL_BYTES_MAX)) {
      String bytesAnnounced = Integer.toUnsignedString(length);
      throw ControlFields.misunderstood(
          TransferProtocol.typeName(type) + " of " + bytesAnnounced + " bytes is too long");
    }
    if (type < TransferProtocol.HELLO
        || (type > TransferProtocol.STOP && type < TransferProtocol.SKIPPABLE)) {
      throw ControlFields.misunderstood(
          "a " + TransferProtocol.typeName(type) + " is not known here");
    }
    return new Head(type, file, length);
  }

  /** The payload of a control frame. */
  ControlFields fields(Head head) throws IOException {
    try (var _ = Deadline.after(idle)) {
      if (!source.request(head.length)) {
        throw new TransferException(FailureReason.LOST, "the connection ended inside a frame");
      }
      return ControlFields.parse(source.readExactly(head.length));
    }
  }

  /** How much of the DATA frame has not been taken. */
  int left() {
    return left;
  }

  /**
   * Takes bytes of a DATA frame until {@code target} is full or the frame is over.
   *
   * @throws TransferException when the sender is slower than {@code rate} allows
   */
  void read(ByteBuffer target, UploadRateMonitor rate) throws IOException {
    int limit = target.limit();
    target.limit(target.position() + Math.min(target.remaining(), left));
    while (target.hasRemaining()) {
      int count = rate.read(source, target);
      if (count < 0) {
        throw new TransferException(FailureReason.LOST, "the connection ended inside a file");
      }
      left -= count;
    }
    target.limit(limit);
  }

  /** Takes and forgets everything to the end of the stream, at most so many bytes. */
  void drop(long bytesMax) throws IOException {
    try {
      source.skip(bytesMax);
    } catch (UnexpectedEofException end) {
      left = 0;
    }
  }

  /** Takes and forgets what is left of a DATA frame. */
  void skip() throws IOException {
    try (var _ = Deadline.after(idle)) {
      source.skip(left);
      left = 0;
    }
  }
}
