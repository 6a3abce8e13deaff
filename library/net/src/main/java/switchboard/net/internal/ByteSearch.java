package switchboard.net.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds a byte in a buffer. Compares eight bytes at a time. The method of testing eight bytes for a
 * zero byte is from "Hacker's Delight", section 6-1.
 */
public final class ByteSearch {
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private ByteSearch() {}

  /**
   * Returns the first index of {@code wanted} in {@code bytes}, or -1 if {@code wanted} does not
   * occur. Changes the byte order of {@code bytes}.
   *
   * @param from the first index to compare
   * @param to the index after the last index to compare
   */
  public static int find(ByteBuffer bytes, byte wanted, int from, int to) {
    int at = from;
    if (to - from >= Long.BYTES) {
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      long pattern = (wanted & 0xFFL) * ONES;
      for (; at <= to - Long.BYTES; at += Long.BYTES) {
        long same = bytes.getLong(at) ^ pattern; // zero in each byte that equals wanted
        long zeros =
            (same - ONES) & ~same & HIGH_BITS; // the lowest set bit is correct; others may be wrong
        if (zeros != 0) {
          return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
        }
      }
    }
    for (; at < to; at++) {
      if (bytes.get(at) == wanted) {
        return at;
      }
    }
    return -1;
  }
}
