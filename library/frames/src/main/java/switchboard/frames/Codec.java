package switchboard.frames;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;

/**
 * How one kind of message lies in a byte stream: what it encodes it also reads. Built by name, with
 * a maximum, and an impossible layout fails when it is built:
 *
 * <pre>{@code
 * Codec<byte[]> frames = Codec.lengthPrefixed().bytes(4).max(1, Size.MIB);
 * Codec<String> lines = Codec.lines().max(8, Size.KIB);
 * }</pre>
 *
 * <p>Codecs have no state: one serves any number of connections and threads.
 *
 * @param <F> a message
 */
public interface Codec<F> {

  /**
   * Takes the next message; blocks until it is whole, as the source does and with its errors.
   * Memory is taken as bytes arrive, never on the word of a length that was announced.
   *
   * @return null when the stream has ended between messages
   * @throws switchboard.net.TruncatedException when it ended inside one
   * @throws switchboard.net.BadTextException when one message is bad; it was taken, the next
   *     follows
   * @throws CorruptStreamException when the stream makes no sense from here on
   * @throws switchboard.net.TooLongException when a delimiter did not come within the maximum
   */
  @Nullable F read(Source source) throws IOException;

  /**
   * The bytes of {@code frame}, its prefix or delimiter included.
   *
   * @throws IllegalArgumentException when this codec would not read it back: too long, or with a
   *     delimiter inside
   */
  byte[] encode(F frame);

  /** Messages that all have {@code bytes} bytes, at least one. */
  static Codec<byte[]> fixedLength(int bytes) {
    return new FixedLength(bytes);
  }

  /** Messages that end with a delimiter byte, which is not part of them. */
  static DelimitedLayout delimitedBy(int delimiter) {
    return new DelimitedLayout(delimiter);
  }

  /** Lines of UTF-8 text; LF and CR LF end them, LF is written. */
  static LinesLayout lines() {
    return new LinesLayout();
  }

  /** Messages that follow their length in binary. */
  static LengthPrefixedLayout lengthPrefixed() {
    return new LengthPrefixedLayout();
  }
}
