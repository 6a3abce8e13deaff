package switchboard.frames.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import switchboard.net.LimitExceededException;
import switchboard.net.Slice;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/** What ends a message: none of them begins with another. Immutable. */
public final class DelimiterMatcher {
  static final long NONE = -1;

  private final byte[][] all;
  private final int longest;
  private final byte lastByte;

  /** Whether one of them has a single byte, and those that have more. */
  private final boolean single;

  private final byte[][] longer;

  /** Whether all end with the same byte, as LF and CR LF do: then that one is looked for. */
  private final boolean alike;

  public DelimiterMatcher(List<byte[]> all) {
    this.all = all.toArray(byte[][]::new);
    this.longest = all.stream().mapToInt(each -> each.length).max().orElseThrow();
    this.longer = all.stream().filter(each -> each.length > 1).toArray(byte[][]::new);
    this.single = longer.length < this.all.length;
    this.lastByte = last(this.all[0]);
    this.alike = all.stream().map(DelimiterMatcher::last).distinct().count() == 1;
  }

  private static byte last(byte[] delimiter) {
    return delimiter[delimiter.length - 1];
  }

  /** The one that is written. */
  byte[] first() {
    return all[0];
  }

  /** The end of a message, in a long so that it costs no memory. */
  private static long end(int at, int bytes) {
    return (long) bytes << Integer.SIZE | at;
  }

  /** How many bytes are before it. */
  static int at(long end) {
    return (int) end;
  }

  /** How many bytes it has itself. */
  static int bytes(long end) {
    return (int) (end >>> Integer.SIZE);
  }

  /**
   * Waits for the end of the message at the front of {@code source}; takes nothing.
   *
   * @return the {@link #at} and {@link #bytes} of the delimiter; {@link #NONE} when the stream has
   *     ended and nothing is left
   */
  long await(Source source, int bytesMax) throws IOException {
    long early = find(source, 0, Math.min(source.buffered(), bytesMax));
    return early >= 0 ? early : awaitMore(source, bytesMax); // mostly it is there already
  }

  private long awaitMore(Source source, int bytesMax) throws IOException {
    int seen = 0;
    while (true) {
      // A delimiter that begins right behind the longest message is still looked for.
      int limit = (int) Math.min(source.buffered(), (long) bytesMax + longest);
      long end = find(source, seen, limit);
      if (end >= 0 && at(end) <= bytesMax) {
        return end;
      }
      if (end >= 0 || limit == (long) bytesMax + longest) {
        throw new LimitExceededException("no end within the limit of " + bytesMax + " bytes");
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

  /** The first of any of them. */
  private long find(Source source, int from, int to) {
    if (!alike) {
      return findByFirst(source, from, to);
    }
    for (int at = source.indexOf(lastByte, from, to);
        at >= 0;
        at = source.indexOf(lastByte, at + 1, to)) {
      int bytes = endingAt(source, from, at);
      if (bytes > 0) {
        return end(at + 1 - bytes, bytes);
      }
    }
    return NONE;
  }

  /** How long the longest is that ends there, where its last byte is; 0 if none does. */
  private int endingAt(Source source, int from, int end) {
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
        limit = Math.min(to, at + longest - 1); // only what begins before it is better
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

  /** Whether its first {@code count} bytes are there. */
  private static boolean isAt(Source source, byte[] delimiter, int at, int count) {
    for (int i = 0; i < count; i++) {
      if (source.byteAt(at + i) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  /** Where the first is in a message; its length if there is none. */
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

  /** Whether {@code frame} has one at its end, and nowhere before. */
  boolean endOnly(Slice frame) {
    int at = firstIn(frame);
    return Arrays.stream(all)
        .anyMatch(each -> at + each.length == frame.length() && isAt(frame, each, at));
  }
}
