package switchboard.frames.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.frames.CorruptStreamException;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * Reads and writes messages with a prefix of fixed size that contains their length.
 *
 * @param prefixBytes the size of the prefix
 * @param order the byte order of the prefix
 * @param extra the difference between the number in the prefix and the length of the message:
 *     {@code prefixBytes} if the number includes the prefix, otherwise 0
 * @param bytesMax the maximum length of a message in bytes, without its prefix
 */
public record LengthPrefixedCodec(int prefixBytes, ByteOrder order, int extra, int bytesMax)
    implements Codec<Slice> {

  @Override
  public @Nullable Slice read(Source source) throws IOException {
    if (!RequiredInput.first(source, prefixBytes)) {
      return null;
    }
    int length = checked(source.numberAt(0, prefixBytes, order));
    RequiredInput.all(
        source, prefixBytes + length); // consume nothing before the message is complete
    return source.readSlice(prefixBytes, length, 0);
  }

  private int checked(long announced) throws CorruptStreamException {
    long length = announced - extra;
    if (length < 0 || length > bytesMax) {
      throw new CorruptStreamException(
          "message length "
              + Long.toUnsignedString(announced)
              + " is out of range ("
              + extra
              + " to "
              + ((long) bytesMax + extra)
              + ")");
    }
    return (int) length;
  }

  @Override
  public void write(Slice frame, Sink sink) throws IOException {
    RequiredInput.atMost(bytesMax, frame.length());
    sink.writeNumber((long) frame.length() + extra, prefixBytes, order).write(frame);
  }

  @Override
  public byte[] encode(Slice frame) {
    RequiredInput.atMost(bytesMax, frame.length());
    byte[] encoded = new byte[prefixBytes + frame.length()];
    long length = (long) frame.length() + extra;
    var prefix = ByteBuffer.allocate(Long.BYTES).order(order).putLong(length);
    int from = order == ByteOrder.BIG_ENDIAN ? Long.BYTES - prefixBytes : 0;
    prefix.get(from, encoded, 0, prefixBytes);
    frame.copyTo(0, encoded, prefixBytes, frame.length());
    return encoded;
  }
}
