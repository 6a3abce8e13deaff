package switchboard.net.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadMessageException;
import switchboard.net.LimitExceededException;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * Reads lines that end with CR LF and no other line ending, for {@link Source}.
 *
 * <p>A bare LF or CR does not end a line. A line that contains a bare LF or CR is consumed,
 * including the CR LF that ends it, and then rejected. If the line were rejected at the bare byte,
 * the rest of the line would be read as a separate line. An attacker could then smuggle commands
 * through a relay that treats the parts before and after the bare byte as one line.
 */
public final class CrlfLines {
  private static final byte CR = '\r';
  private static final byte LF = '\n';
  private static final int ENDING = 2;

  private CrlfLines() {}

  static @Nullable public String read(Source source, int bytesMax) throws IOException {
    int length = awaitEnding(source, bytesMax);
    if (length < 0) {
      if (source.buffered() == 0) {
        return null;
      }
      throw new UnexpectedEofException(
          "the stream ended after " + source.buffered() + " bytes of a line, before its CR LF");
    }
    int bare = firstBare(source, length);
    if (bare >= 0) {
      String which = source.byteAt(bare) == LF ? "LF" : "CR";
      var _ = source.readSlice(0, 0, length + ENDING);
      throw new BadMessageException(
          "a line of %s bytes has a bare %s at index %s; only CR LF ends a line"
              .formatted(length, which, bare));
    }
    return source.readSlice(0, length, ENDING).text();
  }

  /**
   * Blocks until the next CR LF is buffered. Consumes nothing.
   *
   * @return the number of bytes before the CR LF; -1 if EOF comes first
   */
  public static int awaitEnding(Source source, int bytesMax) throws IOException {
    long most = (long) bytesMax + ENDING;
    int seen = 0;
    while (true) {
      int limit = (int) Math.min(source.buffered(), most);
      int found = ending(source, seen, limit);
      if (found >= 0) {
        return found;
      }
      if (limit == most) {
        throw new LimitExceededException("no CR LF within the limit of " + bytesMax + " bytes");
      }
      seen = limit;
      if (!source.request(source.buffered() + 1)) {
        return -1;
      }
    }
  }

  /**
   * Returns the index of the first CR LF whose LF is between {@code from} (inclusive) and {@code
   * to} (exclusive); -1 if there is none.
   */
  private static int ending(Source source, int from, int to) {
    for (int at = source.indexOf(LF, from, to); at >= 0; at = source.indexOf(LF, at + 1, to)) {
      if (at > 0 && source.byteAt(at - 1) == CR) {
        return at - 1;
      }
    }
    return -1;
  }

  private static int firstBare(Source source, int length) {
    int lineFeed = source.indexOf(LF, 0, length);
    int carriageReturn = source.indexOf(CR, 0, lineFeed < 0 ? length : lineFeed);
    return carriageReturn < 0 ? lineFeed : carriageReturn;
  }

  public static long skipPast(Source source) throws IOException {
    long skipped = 0;
    while (true) {
      int buffered = source.buffered();
      int found = ending(source, 0, buffered);
      if (found >= 0) {
        source.skip((long) found + ENDING);
        return skipped + found;
      }
      boolean half = buffered > 0 && source.byteAt(buffered - 1) == CR;
      int known = half ? buffered - 1 : buffered; // the LF may still arrive
      source.skip(known);
      skipped += known;
      if (!source.request(half ? ENDING : 1)) {
        int rest = source.buffered();
        source.skip(rest);
        return skipped + rest;
      }
    }
  }

  /** Returns the index of the first CR or LF in {@code text}; -1 if there is none. */
  public static int firstIn(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == CR || text.charAt(at) == LF) {
        return at;
      }
    }
    return -1;
  }
}
