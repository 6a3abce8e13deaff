package switchboard.frames.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.frames.CorruptStreamException;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * Reads and writes messages with a prefix that contains their length in LEB128: seven bits in each
 * byte, the least significant bits first, as in Protocol Buffers (protobuf.dev, "Encoding").
 *
 * @param bytesMax the maximum length of a message in bytes, without its prefix
 */
public record VarintPrefixedCodec(int bytesMax) implements Codec<Slice> {
  private static final int BITS = 7;
  private static final int MORE = 0x80;

  /** The longest prefix: 5 bytes hold the 31 bits of an array length. */
  private static final int PREFIX_MAX = 5;

  @Override
  public @Nullable Slice read(Source source) throws IOException {
    if (!RequiredInput.first(source, 1)) {
      return null;
    }
    long length = 0;
    int prefix = 0;
    int next;
    do {
      RequiredInput.all(source, prefix + 1);
      next = source.byteAt(prefix);
      length |= (next & (MORE - 1L)) << (BITS * prefix);
      prefix++;
    } while ((next & MORE) != 0 && prefix < PREFIX_MAX);
    require(length, prefix, next);
    RequiredInput.all(source, prefix + (int) length);
    return source.readSlice(prefix, (int) length, 0);
  }

  private void require(long length, int prefix, int last) throws CorruptStreamException {
    if ((last & MORE) != 0) {
      throw new CorruptStreamException("varint length has more than " + PREFIX_MAX + " bytes");
    }
    if (last == 0 && prefix > 1) {
      throw new CorruptStreamException(
          "varint length " + length + " is encoded in " + prefix + " bytes, more than required");
    }
    if (length > bytesMax) {
      throw new CorruptStreamException(
          "message length " + length + " is out of range (0 to " + bytesMax + ")");
    }
  }

  private static int prefixOf(int length) {
    return Math.max(1, Math.ceilDiv(Integer.SIZE - Integer.numberOfLeadingZeros(length), BITS));
  }

  /**
   * Returns the byte with the index {@code at} of the prefix of {@code count} bytes for {@code
   * length}.
   */
  private static byte digit(int length, int at, int count) {
    int bits = length >>> (BITS * at) & (MORE - 1);
    return (byte) (at < count - 1 ? bits | MORE : bits);
  }

  @Override
  public void write(Slice frame, Sink sink) throws IOException {
    RequiredInput.atMost(bytesMax, frame.length());
    int count = prefixOf(frame.length());
    for (int at = 0; at < count; at++) {
      sink.writeByte(digit(frame.length(), at, count));
    }
    sink.write(frame);
  }

  @Override
  public byte[] encode(Slice frame) {
    RequiredInput.atMost(bytesMax, frame.length());
    int count = prefixOf(frame.length());
    byte[] encoded = new byte[Math.addExact(count, frame.length())];
    for (int at = 0; at < count; at++) {
      encoded[at] = digit(frame.length(), at, count);
    }
    frame.copyTo(0, encoded, count, frame.length());
    return encoded;
  }
}
