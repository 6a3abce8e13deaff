package switchboard.frames.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import switchboard.net.LimitExceededException;
import switchboard.net.Slice;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * Finds delimiters in a source or a slice. No delimiter may begin with another delimiter.
 * Immutable.
 */
public final class DelimiterMatcher {
  /** The result of a search that found no delimiter. */
  static final long NONE = -1;

  private final byte[][] all;
  private final int longest;
  private final byte lastByte;

  /** Whether at least one delimiter has exactly one byte. */
  private final boolean single;

  /** The delimiters of more than one byte. */
  private final byte[][] longer;

  /**
   * Whether all delimiters end with the same byte, as LF and CR LF do. If so, only that byte is
   * searched for.
   */
  private final boolean sameLastByte;

  public DelimiterMatcher(List<byte[]> all) {
    this.all = all.toArray(byte[][]::new);
    this.longest = all.stream().mapToInt(each -> each.length).max().orElseThrow();
    this.longer = all.stream().filter(each -> each.length > 1).toArray(byte[][]::new);
    this.single = longer.length < this.all.length;
    this.lastByte = last(this.all[0]);
    this.sameLastByte = all.stream().map(DelimiterMatcher::last).distinct().count() == 1;
  }

  private static byte last(byte[] delimiter) {
    return delimiter[delimiter.length - 1];
  }

  /** Returns the first delimiter, which is the one that is written. */
  byte[] first() {
    return all[0];
  }

  /**
   * Packs the index and the length of a delimiter into a long, so that a search allocates no
   * object.
   */
  private static long end(int at, int bytes) {
    return (long) bytes << Integer.SIZE | at;
  }

  /** Returns the index in a packed result: the number of bytes before the delimiter. */
  static int at(long end) {
    return (int) end;
  }

  /** Returns the length in a packed result: the number of bytes of the delimiter. */
  static int bytes(long end) {
    return (int) (end >>> Integer.SIZE);
  }

  /**
   * Blocks until the next delimiter is buffered in {@code source}; consumes nothing.
   *
   * @return the {@link #at index} and {@link #bytes length} of the delimiter, or {@link #NONE} at
   *     EOF if nothing is buffered
   * @throws LimitExceededException if more than {@code bytesMax} bytes precede the delimiter
   * @throws UnexpectedEofException at EOF if some bytes are buffered
   */
  long await(Source source, int bytesMax) throws IOException {
    long buffered = find(source, 0, Math.min(source.buffered(), bytesMax));
    return buffered >= 0 ? buffered : awaitMore(source, bytesMax);
  }

  private long awaitMore(Source source, int bytesMax) throws IOException {
    int seen = 0;
    while (true) {
      // The delimiter that follows a message of the maximum length must still be found.
      int limit = (int) Math.min(source.buffered(), (long) bytesMax + longest);
      long end = find(source, seen, limit);
      if (end >= 0 && at(end) <= bytesMax) {
        return end;
      }
      if (end >= 0 || limit == (long) bytesMax + longest) {
        throw new LimitExceededException("no delimiter within the limit of " + bytesMax + " bytes");
      }
      seen = Math.max(0, limit - longest + 1);
      if (!source.request(source.buffered() + 1)) {
        if (source.buffered() == 0) {
          return NONE;
        }
        throw new UnexpectedEofException(
            "the stream ended after " + source.buffered() + " bytes, before the delimiter");
      }
    }
  }

  /**
   * Returns the first delimiter between {@code from} (inclusive) and {@code to} (exclusive), or
   * {@link #NONE}.
   */
  private long find(Source source, int from, int to) {
    if (!sameLastByte) {
      return findByFirst(source, from, to);
    }
    for (int at = source.indexOf(lastByte, from, to);
        at >= 0;
        at = source.indexOf(lastByte, at + 1, to)) {
      int bytes = longestEndingAt(source, from, at);
      if (bytes > 0) {
        return end(at + 1 - bytes, bytes);
      }
    }
    return NONE;
  }

  /** Returns the length of the longest delimiter whose last byte is at {@code end}, or 0. */
  private int longestEndingAt(Source source, int from, int end) {
    int bytes = single ? 1 : 0;
    for (byte[] each : longer) {
      int at = end + 1 - each.length;
      if (each.length > bytes && at >= from && isAt(source, each, at, each.length - 1)) {
        bytes = each.length;
      }
    }
    return bytes;
  }

  private long findByFirst(Source source, int from, int to) {
    long first = NONE;
    int limit = to;
    for (byte[] each : all) {
      int at = find(source, each, from, limit);
      if (at >= 0) {
        first = end(at, each.length);
        // look only for delimiters that begin before this one
        limit = Math.min(to, at + longest - 1);
      }
    }
    return first;
  }

  private static int find(Source source, byte[] delimiter, int from, int to) {
    for (int at = from; at <= to - delimiter.length; at++) {
      at = source.indexOf(delimiter[0], at, to - delimiter.length + 1);
      if (at < 0 || isAt(source, delimiter, at, delimiter.length)) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Returns whether {@code source} contains the first {@code count} bytes of {@code delimiter} at
   * index {@code at}.
   */
  private static boolean isAt(Source source, byte[] delimiter, int at, int count) {
    for (int i = 0; i < count; i++) {
      if (source.byteAt(at + i) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the index of the first delimiter in a message, or the message's length if it contains
   * no delimiter.
   */
  int firstIn(Slice frame) {
    int first = frame.length();
    for (byte[] each : all) {
      for (int at = frame.indexOf(each[0], 0); at >= 0 && at < first; ) {
        if (isAt(frame, each, at)) {
          first = at;
        }
        at = frame.indexOf(each[0], at + 1);
      }
    }
    return first;
  }

  private static boolean isAt(Slice frame, byte[] delimiter, int at) {
    if (at + delimiter.length > frame.length()) {
      return false;
    }
    for (int i = 1; i < delimiter.length; i++) {
      if (frame.byteAt(at + i) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether {@code frame} ends with a delimiter and contains no other delimiter. */
  boolean endOnly(Slice frame) {
    int at = firstIn(frame);
    return Arrays.stream(all)
        .anyMatch(each -> at + each.length == frame.length() && isAt(frame, each, at));
  }
}
