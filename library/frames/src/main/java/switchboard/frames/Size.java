package switchboard.frames;

/** A unit for numbers of bytes, so that a maximum can be read: {@code max(1, Size.MIB)}. */
public enum Size {
  /** One byte. */
  BYTES(1, "bytes"),
  /** 1,024 bytes. */
  KIB(1 << 10, "KiB"),
  /** 1,048,576 bytes. */
  MIB(1 << 20, "MiB");

  private final int bytes;
  private final String word;

  Size(int bytes, String word) {
    this.bytes = bytes;
    this.word = word;
  }

  private static final int MOST = Integer.MAX_VALUE - 64;

  /**
   * {@code count} of this unit in bytes.
   *
   * @throws IllegalArgumentException when it is not positive, or more than an array can hold
   */
  public int times(int count) {
    long total = (long) count * bytes;
    if (total <= 0 || total > MOST) {
      throw new IllegalArgumentException(
          "a size is from 1 to " + MOST + " bytes, not " + count + " " + word);
    }
    return (int) total;
  }
}
