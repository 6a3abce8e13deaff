package switchboard.frames.internal;

import java.io.IOException;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/** Waits of codecs for the bytes of a message. */
public final class RequiredInput {
  private RequiredInput() {}

  /**
   * Waits for {@code bytes} bytes of the next message.
   *
   * @return false when the stream has ended before the first
   */
  public static boolean first(Source source, int bytes) throws IOException {
    if (source.buffered() < bytes && !source.request(bytes)) {
      if (source.buffered() == 0) {
        return false;
      }
      throw cut(source, bytes);
    }
    return true;
  }

  /** Waits until {@code bytes} bytes of a message have come. */
  public static void all(Source source, int bytes) throws IOException {
    if (source.buffered() < bytes && !source.request(bytes)) {
      throw cut(source, bytes);
    }
  }

  private static UnexpectedEofException cut(Source source, int bytes) {
    return new UnexpectedEofException(
        "the stream ended after " + source.buffered() + " of " + bytes + " bytes");
  }

  /** That a message to be sent is none that would not be read back. */
  public static void atMost(int bytesMax, int bytes) {
    if (bytes > bytesMax) {
      throw new IllegalArgumentException(
          "a message has at most " + bytesMax + " bytes, this one has " + bytes);
    }
  }
}
