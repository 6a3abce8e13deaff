package switchboard.frames;

import java.nio.ByteOrder;
import switchboard.frames.internal.LengthPrefixedCodec;

/**
 * Messages after their length: say how long the prefix is, perhaps its byte order, and the maximum,
 * and it is a codec. Without a word the prefix has four bytes in network byte order and does not
 * count itself.
 */
public final class LengthPrefixedCodecBuilder {
  private final int prefixBytes;
  private final ByteOrder order;
  private final boolean countsItself;

  LengthPrefixedCodecBuilder() {
    this(4, ByteOrder.BIG_ENDIAN, false);
  }

  private LengthPrefixedCodecBuilder(int prefixBytes, ByteOrder order, boolean countsItself) {
    this.prefixBytes = prefixBytes;
    this.order = order;
    this.countsItself = countsItself;
  }

  /**
   * How long the prefix is.
   *
   * @param prefixLength 1, 2, 3, 4 or 8
   */
  public LengthPrefixedCodecBuilder prefixBytes(int prefixLength) {
    if (prefixLength < 1 || (prefixLength > 4 && prefixLength != 8)) {
      throw new IllegalArgumentException(
          "a length prefix has 1, 2, 3, 4 or 8 bytes, not " + prefixLength);
    }
    return new LengthPrefixedCodecBuilder(prefixLength, order, countsItself);
  }

  /** The least significant byte first. */
  public LengthPrefixedCodecBuilder littleEndian() {
    return new LengthPrefixedCodecBuilder(prefixBytes, ByteOrder.LITTLE_ENDIAN, countsItself);
  }

  /** The length counts the prefix too, as many protocols have it. */
  public LengthPrefixedCodecBuilder lengthIncludesPrefix() {
    return new LengthPrefixedCodecBuilder(prefixBytes, order, true);
  }

  /**
   * The longest message, without its prefix.
   *
   * @throws IllegalArgumentException when the prefix can't count that far
   */
  public ByteCodec max(int count, Size unit) {
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
    return new ByteCodec(new LengthPrefixedCodec(prefixBytes, order, extra, bytesMax));
  }

  /** The length in LEB128, as Protocol Buffers have it: one byte for up to 127, two for 16,383. */
  public VarintPrefixedCodecBuilder varint() {
    return new VarintPrefixedCodecBuilder();
  }
}
