package switchboard.net.internal;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import switchboard.net.LimitExceededException;
import switchboard.net.Sink;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/** Reads and writes numbers as decimal ASCII digits, for {@link Source} and {@link Sink}. */
public final class DecimalDigits {
  /** The number of digits of {@link Long#MAX_VALUE}. */
  private static final int DIGITS_MAX = 19;

  private static final int BASE = 10;

  private DecimalDigits() {}

  /** Returns the decimal number at the front of {@code source}. Consumes nothing. */
  public static long peek(Source source, long valueMax) throws IOException {
    if (valueMax < 0) {
      throw new IllegalArgumentException("valueMax must not be negative: " + valueMax);
    }
    long value = 0;
    for (int at = 0; ; at++) {
      int digit = await(source, at) - '0';
      if (digit < 0 || digit >= BASE) {
        requireDigits(at, digit + '0');
        return value;
      }
      if (at == DIGITS_MAX) {
        throw new LimitExceededException("a number has more than " + DIGITS_MAX + " digits");
      }
      if (digit > valueMax || value > (valueMax - digit) / BASE) {
        throw new LimitExceededException("a number is greater than the limit of " + valueMax);
      }
      value = BASE * value + digit;
    }
  }

  private static byte await(Source source, int at) throws IOException {
    if (!source.request(at + 1)) {
      throw new UnexpectedEofException("the stream ended after " + at + " digits of a number");
    }
    return source.byteAt(at);
  }

  private static void requireDigits(int digits, int next) throws ProtocolException {
    if (digits == 0) {
      throw new ProtocolException(
          "a number begins with a digit from 0 to 9, not with the byte " + (next & 0xFF));
    }
  }

  /**
   * Returns the number of digits at the front of {@code source}, after {@link #peek} has returned
   * the value of these digits.
   */
  public static int digits(Source source) {
    int count = 0;
    while (source.byteAt(count) >= '0' && source.byteAt(count) <= '9') {
      count++;
    }
    return count;
  }

  /** Returns the number of bytes that {@link #put} needs. */
  public static int length(long value) {
    int length = value < 0 ? 2 : 1;
    for (long rest = value / BASE; rest != 0; rest /= BASE) {
      length++;
    }
    return length;
  }

  /**
   * Writes the digits of {@code value} to {@code room}; {@code length} must be the {@link #length}
   * of {@code value}.
   */
  public static void put(long value, int length, ByteBuffer room) {
    int at = room.position() + length;
    room.position(at);
    long rest = value; // not negated, because -Long.MIN_VALUE does not fit into a long
    do {
      at--;
      room.put(at, (byte) ('0' + Math.abs(rest % BASE)));
      rest /= BASE;
    } while (rest != 0);
    if (value < 0) {
      room.put(at - 1, (byte) '-');
    }
  }
}
