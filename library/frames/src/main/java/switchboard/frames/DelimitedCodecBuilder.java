package switchboard.frames;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import switchboard.frames.internal.DelimitedCodec;
import switchboard.frames.internal.DelimiterMatcher;
import switchboard.frames.internal.EscapedCodec;

/**
 * Builds a codec of messages that end with a delimiter. Immutable: each method returns a new
 * builder, and {@link #max} builds the codec.
 *
 * <pre>{@code
 * Codec<byte[]> words = Codec.delimitedBy(' ').or('\n').escapedBy('\\').max(1, Size.KIB);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class DelimitedCodecBuilder {
  private static final int NONE = -1;

  /**
   * The delimiters. Any of them may end a message that is read; the first one ends each message
   * that is written.
   */
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
      throw new IllegalArgumentException(
          "a delimiter or escape byte must be 0 to 255, not " + value);
    }
    return (byte) value;
  }

  /**
   * Adds another delimiter byte that ends a message when messages are read. Messages are always
   * written with the first delimiter, which was passed to {@code Codec.delimitedBy}.
   *
   * @param delimiter the byte, 0 to 255
   * @return a new builder
   * @throws IllegalArgumentException if {@code delimiter} is not 0 to 255
   */
  public DelimitedCodecBuilder or(int delimiter) {
    return or(new byte[] {byteOf(delimiter)});
  }

  /**
   * Adds another delimiter, of one or more bytes, that ends a message when messages are read.
   * Messages are always written with the first delimiter, which was passed to {@code
   * Codec.delimitedBy}.
   *
   * @param delimiter the bytes, which are copied
   * @return a new builder
   */
  public DelimitedCodecBuilder or(byte[] delimiter) {
    var more = new ArrayList<>(delimiters);
    more.add(delimiter.clone());
    return new DelimitedCodecBuilder(List.copyOf(more), kept, escape);
  }

  /**
   * Makes the delimiter a part of the message, so a message to encode must end with a delimiter. By
   * default the delimiter is removed when a message is read and added when a message is written.
   *
   * @return a new builder
   */
  public DelimitedCodecBuilder keepDelimiter() {
    return new DelimitedCodecBuilder(delimiters, true, escape);
  }

  /**
   * Sets an escape byte: the byte that follows an escape byte is content and not a delimiter. By
   * default there is no escape byte, and encoding a message that contains a delimiter throws {@link
   * IllegalArgumentException}.
   *
   * @param escapeByte the byte, 0 to 255; each delimiter must be a single byte that differs from it
   * @return a new builder
   * @throws IllegalArgumentException if {@code escapeByte} is not 0 to 255
   */
  public DelimitedCodecBuilder escapedBy(int escapeByte) {
    return new DelimitedCodecBuilder(delimiters, kept, byteOf(escapeByte) & 0xFF);
  }

  /**
   * Builds the codec. Reading a message that exceeds the maximum throws {@link
   * switchboard.net.LimitExceededException}.
   *
   * @param count the maximum length of a message in {@code unit}, without its delimiter and escape
   *     bytes
   * @param unit the unit of {@code count}
   * @return the codec
   * @throws IllegalArgumentException if the maximum is out of the range of {@link Size#times}, if a
   *     delimiter is empty or begins with another delimiter. If an escape byte was set, also if
   *     {@link #keepDelimiter} was called, if a delimiter has several bytes, or if a delimiter
   *     equals the escape byte
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
        throw new IllegalArgumentException("a delimiter must have at least one byte");
      }
      for (int j = 0; j < delimiters.size(); j++) {
        if (i != j && startsWith(delimiters.get(i), delimiters.get(j))) {
          throw new IllegalArgumentException(
              "delimiter "
                  + shown(delimiters.get(i))
                  + " begins with delimiter "
                  + shown(delimiters.get(j))
                  + ", so a message could end at either; remove one of them");
        }
      }
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private void requireEscapable() {
    for (byte[] each : delimiters) {
      if (each.length > 1) {
        throw new IllegalArgumentException(
            "an escape byte requires delimiters of one byte, not " + shown(each));
      }
      if ((each[0] & 0xFF) == escape) {
        throw new IllegalArgumentException(
            "byte " + escape + " is both a delimiter and the escape byte; choose another one");
      }
    }
    if (kept) {
      throw new IllegalArgumentException(
          "keepDelimiter cannot be combined with escapedBy: a kept delimiter looks like content");
    }
  }

  private static String shown(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }
}
