package switchboard.transfer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import switchboard.frames.Codec;
import switchboard.net.Slice;

/**
 * The header of a frame, as defined in docs/protocols/transfer.md. The payload follows it: bytes of
 * a file, which are streamed and never collected in memory, or control fields.
 *
 * @param type the type of the frame, 0 to 255; see {@link TransferProtocol}
 * @param file the number that the sender has assigned to a file, or 0
 * @param length the length of the payload in bytes. It is not checked, so it may be too large, or
 *     negative if it is 2^31 or more
 */
record FrameHeader(int type, int file, int length) {
  /** Reads and writes headers. A header with a wrong CRC-32C is a bad message. */
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
