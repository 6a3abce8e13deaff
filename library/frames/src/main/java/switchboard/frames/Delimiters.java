package switchboard.frames;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import switchboard.net.Slice;
import switchboard.net.Source;
import switchboard.net.TooLongException;
import switchboard.net.TruncatedException;

/** What ends a message: none of them begins with another. Immutable. */
final class Delimiters {
  private final byte[][] all;
  private final int longest;

  Delimiters(List<byte[]> all) {
    this.all = all.toArray(byte[][]::new);
    this.longest = all.stream().mapToInt(each -> each.length).max().orElseThrow();
  }

  /** The one that is written. */
  byte[] first() {
    return all[0];
  }

  /**
   * Waits for the end of the message at the front of {@code source}; takes nothing.
   *
   * @return how many bytes are before it; -1 when the stream has ended and nothing is left
   */
  int await(Source source, int bytesMax) throws IOException {
    int seen = 0;
    while (true) {
      // A delimiter that begins right behind the longest message is still looked for.
      int limit = (int) Math.min(source.buffered(), (long) bytesMax + longest);
      int at = find(source, seen, limit);
      if (at > bytesMax || (at < 0 && limit == (long) bytesMax + longest)) {
        throw new TooLongException("no delimiter within the limit of " + bytesMax + " bytes");
      }
      if (at >= 0) {
        return at;
      }
      seen = Math.max(0, limit - longest + 1);
      if (!source.request(source.buffered() + 1)) {
        if (source.buffered() == 0) {
          return -1;
        }
        throw new TruncatedException(
            "the stream ended after " + source.buffered() + " bytes, before the delimiter");
      }
    }
  }

  /** The first place of any of them. */
  private int find(Source source, int from, int to) {
    int first = -1;
    int limit = to;
    for (byte[] each : all) {
      int at = find(source, each, from, limit);
      if (at >= 0) {
        first = at;
        limit = Math.min(to, at + longest - 1); // only what begins before it is better
      }
    }
    return first;
  }

  private static int find(Source source, byte[] delimiter, int from, int to) {
    for (int at = from; at <= to - delimiter.length; at++) {
      at = source.indexOf(delimiter[0], at, to - delimiter.length + 1);
      if (at < 0 || isAt(source, delimiter, at)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isAt(Source source, byte[] delimiter, int at) {
    for (int i = 1; i < delimiter.length; i++) {
      if (source.byteAt(at + i) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes the delimiter at {@code at} has. */
  int lengthAt(Source source, int at) {
    for (byte[] each : all) {
      if (at + each.length <= source.buffered()
          && source.byteAt(at) == each[0]
          && isAt(source, each, at)) {
        return each.length;
      }
    }
    throw new IllegalStateException("no delimiter is there");
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
