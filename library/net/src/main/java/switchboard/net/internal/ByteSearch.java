package switchboard.net.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds a byte, eight at a time: the zero test of "Hacker's Delight", section 6-1. */
public final class ByteSearch {
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private ByteSearch() {}

  /** The first index of {@code wanted} from {@code from} to before {@code to}; -1 without one. */
  public static int find(ByteBuffer bytes, byte wanted, int from, int to) {
    int at = from;
    if (to - from >= Long.BYTES) {
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      long pattern = (wanted & 0xFFL) * ONES;
      for (; at <= to - Long.BYTES; at += Long.BYTES) {
        long same = bytes.getLong(at) ^ pattern; // a zero byte where it is
        long zeros = (same - ONES) & ~same & HIGH_BITS; // the lowest of them is none by mistake
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
