package switchboard.frames;

/** Messages after their length in LEB128: say the maximum, and it is a codec. */
public final class VarintPrefixedLayout {

  VarintPrefixedLayout() {}

  /** The longest message, without its prefix. */
  public ByteCodec max(int count, Size unit) {
    return new ByteCodec(new VarintPrefixed(unit.times(count)));
  }
}
