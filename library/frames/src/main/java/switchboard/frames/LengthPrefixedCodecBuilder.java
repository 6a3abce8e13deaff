package switchboard.frames;

import java.nio.ByteOrder;
import switchboard.frames.internal.LengthPrefixedCodec;

/**
 * Builds a codec of messages with a prefix that contains the length of the message as a binary
 * number. Defaults: a four-byte big-endian prefix; the length excludes the prefix. Immutable: each
 * method returns a new builder, and {@link #max} builds the codec.
 *
 * <pre>{@code
 * Codec<byte[]> packets = Codec.lengthPrefixed().prefixBytes(2).littleEndian().max(1, Size.KIB);
 * }</pre>
 *
 * @since 0.1.0
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
   * Sets the length of the prefix. Default: 4 bytes.
   *
   * @param prefixLength 1, 2, 3, 4 or 8 bytes
   * @return a new builder
   * @throws IllegalArgumentException if {@code prefixLength} is none of these numbers
   */
  public LengthPrefixedCodecBuilder prefixBytes(int prefixLength) {
    if (prefixLength < 1 || (prefixLength > 4 && prefixLength != 8)) {
      throw new IllegalArgumentException(
          "a length prefix must have 1, 2, 3, 4 or 8 bytes, not " + prefixLength);
    }
    return new LengthPrefixedCodecBuilder(prefixLength, order, countsItself);
  }

  /**
   * Makes the prefix little-endian. Default: network byte order, which is big-endian.
   *
   * @return a new builder
   */
  public LengthPrefixedCodecBuilder littleEndian() {
    return new LengthPrefixedCodecBuilder(prefixBytes, ByteOrder.LITTLE_ENDIAN, countsItself);
  }

  /**
   * Makes the length in the prefix include the prefix itself, as in PostgreSQL messages. By default
   * the prefix contains the length of the message without the prefix.
   *
   * @return a new builder
   */
  public LengthPrefixedCodecBuilder lengthIncludesPrefix() {
    return new LengthPrefixedCodecBuilder(prefixBytes, order, true);
  }

  /**
   * Builds the codec. Reading a prefix whose length is out of range throws {@link
   * CorruptStreamException}.
   *
   * @param count the maximum length of a message in {@code unit}, without its prefix
   * @param unit the unit of {@code count}
   * @return the codec
   * @throws IllegalArgumentException if the maximum is out of the range of {@link Size#times}, or
   *     if a prefix cannot contain the maximum length
   */
  public ByteCodec max(int count, Size unit) {
    int bytesMax = unit.times(count);
    int extra = countsItself ? prefixBytes : 0;
    long countable = prefixBytes == 8 ? Long.MAX_VALUE : (1L << (8 * prefixBytes)) - 1;
    if (bytesMax + (long) extra > countable) {
      throw new IllegalArgumentException(
          "a length prefix of "
              + prefixBytes
              + " bytes holds at most "
              + countable
              + ", too little for a maximum of "
              + bytesMax
              + " bytes; use a longer prefix or lower the maximum to "
              + (countable - extra));
    }
    return new ByteCodec(new LengthPrefixedCodec(prefixBytes, order, extra, bytesMax));
  }

  /**
   * {@return a builder for messages with a length prefix in LEB128, a varint as in Protocol
   * Buffers} The prefix has one byte for lengths up to 127, two bytes for lengths up to 16,383, and
   * so on.
   */
  public VarintPrefixedCodecBuilder varint() {
    return new VarintPrefixedCodecBuilder();
  }
}
