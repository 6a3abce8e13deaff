package switchboard.transfer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import switchboard.frames.Codec;
import switchboard.net.Slice;

/**
 * The header of a frame, as docs/protocols/transfer.md has it. The payload follows it: bytes of a
 * file, which are streamed and never collected, or a control message.
 *
 * @param type a constant of {@link TransferProtocol}, 0 to 255
 * @param file the number that the sender gave to a file, or 0
 * @param length of the payload in bytes; as it came, so it may be negative or too large
 */
record FrameHeader(int type, int file, int length) {
  /** Reads and writes headers; one whose CRC-32C differs is a bad message. */
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
