package switchboard.frames;

import switchboard.frames.internal.VarintPrefixedCodec;

/** Messages after their length in LEB128: say the maximum, and it is a codec. */
public final class VarintPrefixedCodecBuilder {

  VarintPrefixedCodecBuilder() {}

  /** The longest message, without its prefix. */
  public ByteCodec max(int count, Size unit) {
    return new ByteCodec(new VarintPrefixedCodec(unit.times(count)));
  }
}
