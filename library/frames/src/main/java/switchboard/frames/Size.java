package switchboard.frames;

/**
 * A unit of size, such as KiB. Units make limits readable: {@code max(1, Size.MIB)}.
 *
 * @since 0.1.0
 */
public enum Size {
  /** One byte. */
  BYTES(1, "bytes"),
  /** 1,024 bytes. */
  KIB(1 << 10, "KiB"),
  /** 1,048,576 bytes. */
  MIB(1 << 20, "MiB");

  private final int bytes;
  private final String label;

  Size(int bytes, String label) {
    this.bytes = bytes;
    this.label = label;
  }

  private static final int BYTES_MAX = Integer.MAX_VALUE - 64;

  /**
   * Converts a size in this unit to bytes.
   *
   * @param count the size in this unit; the result must be 1 to 2,147,483,583 bytes
   * @return the size in bytes
   * @throws IllegalArgumentException if the result is less than 1 or more than 2,147,483,583 bytes
   */
  public int times(int count) {
    long total = (long) count * bytes;
    if (total <= 0 || total > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a size must be 1 to " + BYTES_MAX + " bytes, not " + count + " " + label);
    }
    return (int) total;
  }
}
