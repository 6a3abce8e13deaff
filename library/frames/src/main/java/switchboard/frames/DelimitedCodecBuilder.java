package switchboard.frames;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import switchboard.frames.internal.DelimitedCodec;
import switchboard.frames.internal.DelimiterMatcher;
import switchboard.frames.internal.EscapedCodec;

/** Messages up to a delimiter: say the maximum, and it is a codec. */
public final class DelimitedCodecBuilder {
  private static final int NONE = -1;

  /** The first is the one that is written. */
  private final List<byte[]> delimiters;

  private final boolean kept;
  private final int escape;

  DelimitedCodecBuilder(int delimiter) {
    this(new byte[] {byteOf(delimiter)});
  }

  DelimitedCodecBuilder(byte[] delimiter) {
    this(List.of(delimiter.clone()), false, NONE);
  }

  private DelimitedCodecBuilder(List<byte[]> delimiters, boolean kept, int escape) {
    this.delimiters = delimiters;
    this.kept = kept;
    this.escape = escape;
  }

  private static byte byteOf(int value) {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException("a delimiter is a byte from 0 to 255, not " + value);
    }
    return (byte) value;
  }

  /** This byte ends a message too. */
  public DelimitedCodecBuilder or(int delimiter) {
    return or(new byte[] {byteOf(delimiter)});
  }

  /** These bytes end a message too. */
  public DelimitedCodecBuilder or(byte[] delimiter) {
    var more = new ArrayList<>(delimiters);
    more.add(delimiter.clone());
    return new DelimitedCodecBuilder(List.copyOf(more), kept, escape);
  }

  /**
   * The delimiter that ends a message is a part of it; a message that is sent must end with one.
   */
  public DelimitedCodecBuilder keepDelimiter() {
    return new DelimitedCodecBuilder(delimiters, true, escape);
  }

  /**
   * A byte that takes the meaning from the one behind it, so that a message may contain its
   * delimiter. Without one, a message with a delimiter inside can't be sent.
   */
  public DelimitedCodecBuilder escapedBy(int byteBefore) {
    return new DelimitedCodecBuilder(delimiters, kept, byteOf(byteBefore) & 0xFF);
  }

  /**
   * The longest message, without its delimiter and before it is escaped.
   *
   * @throws IllegalArgumentException when messages would not end where they should
   */
  public ByteCodec max(int count, Size unit) {
    int bytesMax = unit.times(count);
    requireDistinct();
    if (escape == NONE) {
      return new ByteCodec(new DelimitedCodec(new DelimiterMatcher(delimiters), kept, bytesMax));
    }
    requireEscapable();
    byte[] ends = new byte[delimiters.size()];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = delimiters.get(i)[0];
    }
    return new ByteCodec(new EscapedCodec(ends, (byte) escape, bytesMax));
  }

  private void requireDistinct() {
    for (int i = 0; i < delimiters.size(); i++) {
      if (delimiters.get(i).length == 0) {
        throw new IllegalArgumentException("a delimiter has at least one byte");
      }
      for (int j = 0; j < delimiters.size(); j++) {
        if (i != j && startsWith(delimiters.get(i), delimiters.get(j))) {
          throw new IllegalArgumentException(
              "the delimiter "
                  + shown(delimiters.get(i))
                  + " begins with the delimiter "
                  + shown(delimiters.get(j))
                  + ", so nobody can tell which of them has come; leave one out");
        }
      }
    }
  }

  private static boolean startsWith(byte[] whole, byte[] start) {
    return whole.length >= start.length
        && Arrays.equals(whole, 0, start.length, start, 0, start.length);
  }

  private void requireEscapable() {
    for (byte[] each : delimiters) {
      if (each.length > 1) {
        throw new IllegalArgumentException(
            "one byte is escaped at a time, so the delimiter " + shown(each) + " can't be");
      }
      if ((each[0] & 0xFF) == escape) {
        throw new IllegalArgumentException(
            "the byte " + escape + " can't both escape and delimit; choose another");
      }
    }
    if (kept) {
      throw new IllegalArgumentException(
          "a delimiter that is kept could not be told from one that was escaped; drop it");
    }
  }

  private static String shown(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }
}
