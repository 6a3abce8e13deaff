package switchboard.frames.internal;

import java.io.IOException;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/** Methods that codecs use to wait for the bytes of a message and to check lengths. */
public final class RequiredInput {
  private RequiredInput() {}

  /**
   * Blocks until the first {@code bytes} bytes of the next message are buffered.
   *
   * @return false at EOF before the first byte
   * @throws UnexpectedEofException at EOF after the first byte
   */
  public static boolean first(Source source, int bytes) throws IOException {
    if (source.buffered() < bytes && !source.request(bytes)) {
      if (source.buffered() == 0) {
        return false;
      }
      throw unexpectedEof(source, bytes);
    }
    return true;
  }

  /**
   * Blocks until {@code bytes} bytes of a message are buffered.
   *
   * @throws UnexpectedEofException if EOF arrives before these bytes
   */
  public static void all(Source source, int bytes) throws IOException {
    if (source.buffered() < bytes && !source.request(bytes)) {
      throw unexpectedEof(source, bytes);
    }
  }

  private static UnexpectedEofException unexpectedEof(Source source, int bytes) {
    return new UnexpectedEofException(
        "the stream ended after " + source.buffered() + " of " + bytes + " bytes");
  }

  /** Throws {@link IllegalArgumentException} if a message to encode exceeds the maximum. */
  public static void atMost(int bytesMax, int bytes) {
    if (bytes > bytesMax) {
      throw new IllegalArgumentException(
          "message of " + bytes + " bytes exceeds the limit of " + bytesMax + " bytes");
    }
  }
}
