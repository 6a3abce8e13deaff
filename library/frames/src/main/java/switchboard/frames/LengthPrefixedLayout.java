package switchboard.frames;

import java.io.IOException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;

/**
 * Messages after their length: say how long the prefix is, perhaps its byte order, and the maximum,
 * and it is a codec. Without a word the prefix has four bytes in network byte order and does not
 * count itself.
 */
public final class LengthPrefixedLayout {
  private final int prefixBytes;
  private final ByteOrder order;
  private final boolean countsItself;

  LengthPrefixedLayout() {
    this(4, ByteOrder.BIG_ENDIAN, false);
  }

  private LengthPrefixedLayout(int prefixBytes, ByteOrder order, boolean countsItself) {
    this.prefixBytes = prefixBytes;
    this.order = order;
    this.countsItself = countsItself;
  }

  /**
   * How long the prefix is.
   *
   * @param prefixLength 1, 2, 3, 4 or 8
   */
  public LengthPrefixedLayout bytes(int prefixLength) {
    if (prefixLength < 1 || (prefixLength > 4 && prefixLength != 8)) {
      throw new IllegalArgumentException(
          "a length prefix has 1, 2, 3, 4 or 8 bytes, not " + prefixLength);
    }
    return new LengthPrefixedLayout(prefixLength, order, countsItself);
  }

  /** The least significant byte first. */
  public LengthPrefixedLayout littleEndian() {
    return new LengthPrefixedLayout(prefixBytes, ByteOrder.LITTLE_ENDIAN, countsItself);
  }

  /** The length counts the prefix too, as many protocols have it. */
  public LengthPrefixedLayout countingThePrefix() {
    return new LengthPrefixedLayout(prefixBytes, order, true);
  }

  /**
   * The longest message, without its prefix.
   *
   * @throws IllegalArgumentException when the prefix can't count that far
   */
  public Codec<byte[]> max(int count, Size unit) {
    int bytesMax = unit.times(count);
    int extra = countsItself ? prefixBytes : 0;
    long countable = prefixBytes == 8 ? Long.MAX_VALUE : (1L << (8 * prefixBytes)) - 1;
    if (bytesMax + (long) extra > countable) {
      throw new IllegalArgumentException(
          "a prefix of "
              + prefixBytes
              + " bytes counts to "
              + countable
              + "; for a maximum of "
              + bytesMax
              + " bytes give it more, or lower the maximum to "
              + (countable - extra));
    }
    return new LengthPrefixed(prefixBytes, order, extra, bytesMax);
  }

  private record LengthPrefixed(int prefixBytes, ByteOrder order, int extra, int bytesMax)
      implements Codec<byte[]> {

    @Override
    public byte @Nullable [] read(Source source) throws IOException {
      if (source.exhausted()) {
        return null;
      }
      if (!source.request(prefixBytes)) {
        return source.readExactly(prefixBytes); // says how much of the prefix there is
      }
      int length = checked(decode(source.peek(prefixBytes)));
      // Only whole messages are taken, so a wait that is cut here may be repeated.
      if (!source.request(prefixBytes + length)) {
        return source.readExactly(prefixBytes + length);
      }
      source.skip(prefixBytes);
      return source.readExactly(length);
    }

    private int checked(long announced) throws CorruptStreamException {
      long length = announced - extra;
      if (length < 0 || length > bytesMax) {
        throw new CorruptStreamException(
            "a length of "
                + Long.toUnsignedString(announced)
                + " was announced; this stream's messages have "
                + extra
                + " to "
                + ((long) bytesMax + extra));
      }
      return (int) length;
    }

    private long decode(byte[] prefix) {
      long value = 0;
      for (int i = 0; i < prefixBytes; i++) {
        int at = order == ByteOrder.BIG_ENDIAN ? i : prefixBytes - 1 - i;
        value = (value << 8) | (prefix[at] & 0xFF);
      }
      return value;
    }

    @Override
    public byte[] encode(byte[] frame) {
      if (frame.length > bytesMax) {
        throw new IllegalArgumentException(
            "a message has at most " + bytesMax + " bytes, this one has " + frame.length);
      }
      byte[] encoded = new byte[prefixBytes + frame.length];
      long length = (long) frame.length + extra;
      for (int i = 0; i < prefixBytes; i++) {
        int at = order == ByteOrder.BIG_ENDIAN ? prefixBytes - 1 - i : i;
        encoded[at] = (byte) (length >>> (8 * i));
      }
      System.arraycopy(frame, 0, encoded, prefixBytes, frame.length);
      return encoded;
    }
  }
}
