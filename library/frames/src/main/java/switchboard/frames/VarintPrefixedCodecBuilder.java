package switchboard.frames;

import switchboard.frames.internal.VarintPrefixedCodec;

/**
 * Builds a codec of messages with a length prefix encoded in LEB128, like the delimited messages of
 * Protocol Buffers (protobuf.dev, "Encoding"). Immutable.
 *
 * <pre>{@code
 * Codec<byte[]> packets = Codec.lengthPrefixed().varint().max(1, Size.MIB);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class VarintPrefixedCodecBuilder {

  VarintPrefixedCodecBuilder() {}

  /**
   * Builds the codec. Reading a message throws {@link CorruptStreamException} if the length in its
   * prefix exceeds the maximum, or if the prefix has more bytes than its value requires.
   *
   * @param count the maximum length of a message in {@code unit}, without its prefix
   * @param unit the unit of {@code count}
   * @return the codec
   * @throws IllegalArgumentException if the maximum is out of the range of {@link Size#times}
   */
  public ByteCodec max(int count, Size unit) {
    return new ByteCodec(new VarintPrefixedCodec(unit.times(count)));
  }
}
