package switchboard.transfer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import switchboard.frames.Codec;
import switchboard.net.Slice;

/**
 * The header of a frame, as defined in docs/protocols/transfer.md. The payload comes after the
 * header. It is either control fields, or bytes of a file, which are streamed and never collected
 * in memory.
 *
 * @param type the type of the frame, 0 to 255; see {@link TransferProtocol}
 * @param file the number that the sender has assigned to a file; 0 if the frame does not refer to
 *     one file
 * @param length the length of the payload in bytes. This number has not been checked: it may be
 *     larger than the protocol allows, and it is negative if the peer sent a number of 2^31 or more
 */
record FrameHeader(int type, int file, int length) {
  /**
   * The codec of frame headers. If the CRC-32C of a header is wrong, reading it throws a {@code
   * BadMessageException}.
   */
  static final Codec<FrameHeader> CODEC =
      Codec.fixedLength(TransferProtocol.HEADER_BYTES)
          .withCrc32c()
          .slices()
          .map(FrameHeader::decode, FrameHeader::encode);

  private static final int FIELDS_BYTES =
      TransferProtocol.HEADER_BYTES - TransferProtocol.CHECK_BYTES;

  private static FrameHeader decode(Slice bytes) {
    return new FrameHeader(
        bytes.byteAt(0) & 0xFF,
        bytes.intAt(1, ByteOrder.BIG_ENDIAN),
        bytes.intAt(1 + Integer.BYTES, ByteOrder.BIG_ENDIAN));
  }

  private Slice encode() {
    return Slice.of(
        ByteBuffer.allocate(FIELDS_BYTES).put((byte) type).putInt(file).putInt(length).array());
  }

  @Override
  public String toString() {
    return TransferProtocol.typeName(type);
  }
}
