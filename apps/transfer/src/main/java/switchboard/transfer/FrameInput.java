package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.net.Deadline;
import switchboard.net.Source;
import switchboard.net.TruncatedException;

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
      return Wire.typeName(type);
    }
  }

  /** Whether the next frame would have to be waited for. */
  boolean isEmpty() {
    return source.buffered() < Wire.HEAD_BYTES;
  }

  /** The first bytes of the peer, at most as many as the magic has, which are taken. */
  byte[] magic() throws IOException {
    try (var _ = Deadline.after(idle)) {
      boolean whole = source.request(Wire.MAGIC_BYTES);
      return source.readExactly(whole ? Wire.MAGIC_BYTES : source.buffered());
    }
  }

  /** Waits for the head of a frame; a call that is cut has taken nothing. */
  void await() throws IOException {
    source.request(Wire.HEAD_BYTES);
  }

  /** Takes the head of the next frame that is understood; the others are skipped. */
  Head next() throws IOException {
    try (var _ = Deadline.after(idle)) {
      Head head = head();
      while (head.type >= Wire.SKIPPABLE) {
        source.skip(head.length);
        head = head();
      }
      left = head.type == Wire.DATA ? head.length : 0;
      return head;
    }
  }

  private Head head() throws IOException {
    if (!source.request(Wire.HEAD_BYTES)) {
      throw new TransferException(Reason.LOST, "the connection ended in the middle");
    }
    byte[] bytes = source.readExactly(Wire.HEAD_BYTES);
    int end = Wire.HEAD_BYTES - Wire.CHECK_BYTES;
    var fields = ByteBuffer.wrap(bytes);
    if (Fields.check(bytes, end) != fields.getInt(end)) {
      throw new TransferException(Reason.DAMAGED, "the head of a frame was damaged on the way");
    }
    int type = fields.get() & 0xFF;
    int file = fields.getInt();
    int length = fields.getInt();
    boolean large = type == Wire.DATA || type >= Wire.SKIPPABLE;
    if (length < 0 || length > (large ? Wire.DATA_BYTES_MAX : Wire.CONTROL_BYTES_MAX)) {
      String bytesAnnounced = Integer.toUnsignedString(length);
      throw Fields.misunderstood(
          Wire.typeName(type) + " of " + bytesAnnounced + " bytes is too long");
    }
    if (type < Wire.HELLO || (type > Wire.STOP && type < Wire.SKIPPABLE)) {
      throw Fields.misunderstood("a " + Wire.typeName(type) + " is not known here");
    }
    return new Head(type, file, length);
  }

  /** The payload of a control frame. */
  Fields fields(Head head) throws IOException {
    try (var _ = Deadline.after(idle)) {
      if (!source.request(head.length)) {
        throw new TransferException(Reason.LOST, "the connection ended inside a frame");
      }
      return Fields.parse(source.readExactly(head.length));
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
  void read(ByteBuffer target, UploadRate rate) throws IOException {
    int limit = target.limit();
    target.limit(target.position() + Math.min(target.remaining(), left));
    while (target.hasRemaining()) {
      int count = rate.read(source, target);
      if (count < 0) {
        throw new TransferException(Reason.LOST, "the connection ended inside a file");
      }
      left -= count;
    }
    target.limit(limit);
  }

  /** Takes and forgets everything to the end of the stream, at most so many bytes. */
  void drop(long bytesMax) throws IOException {
    try {
      source.skip(bytesMax);
    } catch (TruncatedException end) {
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
