package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.frames.Codec;
import switchboard.net.BadMessageException;
import switchboard.net.Deadline;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * Reads frames from a source. Checks every length that the peer sends before it allocates memory.
 * Confined to one thread.
 */
final class FrameInput {
  private final Source source;
  private final Duration idle;

  /** The number of unread payload bytes of the current DATA frame. */
  private int left;

  /**
   * Creates an input that reads from {@code source}.
   *
   * @param idle the timeout for each read inside a frame
   */
  FrameInput(Source source, Duration idle) {
    this.source = source;
    this.idle = idle;
  }

  /** Returns whether the header of the next frame has not been received completely yet. */
  boolean isEmpty() {
    return source.buffered() < TransferProtocol.HEADER_BYTES;
  }

  /**
   * Reads the magic: the eight bytes with which each side begins. Returns fewer bytes if EOF comes
   * before the eighth byte.
   */
  byte[] magic() throws IOException {
    try (var _ = Deadline.after(idle)) {
      boolean complete = source.request(TransferProtocol.MAGIC_BYTES);
      return source.readExactly(complete ? TransferProtocol.MAGIC_BYTES : source.buffered());
    }
  }

  /**
   * Blocks until the header of the next frame, or EOF, was received. Consumes no bytes of the
   * header, even if a deadline expires.
   */
  void await() throws IOException {
    source.request(TransferProtocol.HEADER_BYTES);
  }

  /**
   * Reads the header of the next frame of a known type. Skips all frames with types from {@link
   * TransferProtocol#SKIPPABLE} on.
   */
  FrameHeader next() throws IOException {
    try (var _ = Deadline.after(idle)) {
      FrameHeader header = header();
      while (header.type() >= TransferProtocol.SKIPPABLE) {
        source.skip(header.length());
        header = header();
      }
      left = header.type() == TransferProtocol.DATA ? header.length() : 0;
      return header;
    }
  }

  private FrameHeader header() throws IOException {
    FrameHeader header =
        read(
            FrameHeader.CODEC,
            "the connection ended before the transfer was complete",
            "checksum mismatch in a frame header");
    int type = header.type();
    int length = header.length();
    boolean large = type == TransferProtocol.DATA || type >= TransferProtocol.SKIPPABLE;
    if (length < 0
        || length
            > (large ? TransferProtocol.DATA_BYTES_MAX : TransferProtocol.CONTROL_BYTES_MAX)) {
      String bytesAnnounced = Integer.toUnsignedString(length);
      throw ControlFields.misunderstood(header + " of " + bytesAnnounced + " bytes is too long");
    }
    if (type < TransferProtocol.HELLO
        || (type > TransferProtocol.STOP && type < TransferProtocol.SKIPPABLE)) {
      throw ControlFields.misunderstood("unknown " + header);
    }
    return header;
  }

  /** Reads the payload of a control frame. */
  ControlFields fields(FrameHeader header) throws IOException {
    String damaged = "checksum mismatch in a control frame";
    if (header.length() < TransferProtocol.CHECK_BYTES) {
      throw new TransferException(FailureReason.DAMAGED, damaged);
    }
    try (var _ = Deadline.after(idle)) {
      return ControlFields.parse(
          read(
              ControlFields.codec(header.length()),
              "the connection ended inside a frame",
              damaged));
    }
  }

  private <T> T read(Codec<T> codec, String lost, String damaged) throws IOException {
    try {
      T message = codec.read(source);
      if (message != null) {
        return message;
      }
    } catch (UnexpectedEofException e) {
      throw new TransferException(FailureReason.LOST, lost, e);
    } catch (BadMessageException e) {
      throw new TransferException(FailureReason.DAMAGED, damaged, e);
    }
    throw new TransferException(FailureReason.LOST, lost);
  }

  /** Returns the number of unread payload bytes of the current DATA frame. */
  int left() {
    return left;
  }

  /**
   * Reads the payload of a DATA frame until {@code target} is full or the frame ends.
   *
   * @throws TransferException if the sender is slower than the minimum rate of {@code rate}
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

  /** Discards input until EOF, but at most {@code bytesMax} bytes. */
  void drop(long bytesMax) throws IOException {
    try {
      source.skip(bytesMax);
    } catch (UnexpectedEofException end) {
      left = 0;
    }
  }

  /** Discards the rest of the current DATA frame. */
  void skip() throws IOException {
    try (var _ = Deadline.after(idle)) {
      source.skip(left);
      left = 0;
    }
  }
}
