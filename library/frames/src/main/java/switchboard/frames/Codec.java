package switchboard.frames;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.FixedLengthCodec;
import switchboard.frames.internal.MappedCodec;
import switchboard.net.BadMessageException;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * How one kind of message lies in a byte stream: what it encodes it also reads. Built by name, with
 * a maximum, and an impossible layout fails when it is built:
 *
 * <pre>{@code
 * Codec<byte[]> packets = Codec.lengthPrefixed().prefixBytes(4).max(1, Size.MIB);
 * Codec<String> lines = Codec.lines().max(8, Size.KIB);
 * }</pre>
 *
 * <p>Codecs have no state: one serves any number of connections and threads. Another kind is a
 * class that implements {@link #read} and {@link #encode}; {@link Source#atomically} makes a read
 * of several steps one that takes all or nothing.
 *
 * @param <F> a message
 */
public interface Codec<F> {

  /**
   * Takes the next message; blocks until it is whole, as the source does and with its errors.
   * Memory is taken as bytes arrive, never on the word of a length that was announced. A read that
   * is cut has taken nothing, and may be repeated.
   *
   * @return null when the stream has ended between messages
   * @throws UnexpectedEofException when it ended inside one
   * @throws BadMessageException when one message is bad; it was taken, the next follows
   * @throws CorruptStreamException when the stream makes no sense from here on
   * @throws switchboard.net.LimitExceededException when a delimiter did not come within the maximum
   */
  @Nullable F read(Source source) throws IOException;

  /**
   * The message that {@code bytes} are from position to limit: those of a datagram, say. The
   * position stays. Never blocks. A message that is lent shows these bytes where they lie.
   *
   * @throws UnexpectedEofException when they end before the message does
   * @throws BadMessageException when its content makes no sense, or bytes follow it
   * @throws CorruptStreamException when its length or its kind makes no sense
   * @throws switchboard.net.LimitExceededException when a delimiter did not come within the maximum
   */
  default F decode(ByteBuffer bytes) throws IOException {
    Source source = Source.of(bytes);
    F frame = read(source);
    if (frame == null) {
      throw new UnexpectedEofException("no bytes, where a message should be");
    }
    if (source.buffered() > 0) {
      throw new BadMessageException(
          "one message was to come, and this is one of %s bytes with %s behind it"
              .formatted(bytes.remaining() - source.buffered(), source.buffered()));
    }
    return frame;
  }

  /**
   * The bytes of {@code frame}, its prefix or delimiter included.
   *
   * @throws IllegalArgumentException when this codec would not read it back: too long, or with a
   *     delimiter inside
   */
  byte[] encode(F frame);

  /**
   * Returns whether {@link #encode} takes {@code frame}: whether it is short enough and has nothing
   * inside that this codec can't express. Encodes it to find out, unless a codec knows better.
   */
  default boolean fits(F frame) {
    try {
      var _ = encode(frame);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  /**
   * Adds {@code frame} to {@code sink}; blocks only when that has to send. Codecs whose messages
   * lie in the stream as they are make no array for it.
   *
   * @throws IllegalArgumentException as {@link #encode}; nothing was added
   */
  default void write(F frame, Sink sink) throws IOException {
    sink.write(Slice.of(encode(frame))); // nobody else knows the array, so it need not be copied
  }

  /**
   * The same messages as something else: records, for instance.
   *
   * @param decode what a message is; may throw {@link BadMessageException}, and an {@link
   *     IllegalArgumentException} becomes one, since constructors and parsers refuse so
   * @param encode the message that it is; {@link IllegalArgumentException} if there is none
   */
  default <G> Codec<G> map(Decoding<? super F, G> decode, Function<? super G, ? extends F> encode) {
    return new MappedCodec<>(this, decode, encode);
  }

  /**
   * What a message is.
   *
   * @param <F> a message
   * @param <G> what it is
   */
  @FunctionalInterface
  interface Decoding<F, G> {

    /**
     * What {@code frame} is. A frame that is lent is so only during this call.
     *
     * @throws BadMessageException when it is nothing that makes sense
     * @throws CorruptStreamException when nobody knows then where the next one begins, as it is
     *     with a header that lacks the length of its body
     */
    G decode(F frame) throws ProtocolException;
  }

  /** Messages that all have {@code bytes} bytes, at least one. */
  static ByteCodec fixedLength(int bytes) {
    return new ByteCodec(new FixedLengthCodec(bytes));
  }

  /** Messages that end with a delimiter byte, which is not part of them. */
  static DelimitedCodecBuilder delimitedBy(int delimiter) {
    return new DelimitedCodecBuilder(delimiter);
  }

  /** Messages that end with several bytes, such as CR LF, which are not part of them. */
  static DelimitedCodecBuilder delimitedBy(byte[] delimiter) {
    return new DelimitedCodecBuilder(delimiter);
  }

  /** Lines of UTF-8 text; LF and CR LF end them, LF is written; or CR LF alone for both. */
  static LineCodecBuilder lines() {
    return new LineCodecBuilder();
  }

  /** Messages that follow their length in binary. */
  static LengthPrefixedCodecBuilder lengthPrefixed() {
    return new LengthPrefixedCodecBuilder();
  }

  /** Netstrings: the length in decimal digits, a colon, the message, a comma. */
  static NetstringCodecBuilder netstrings() {
    return new NetstringCodecBuilder();
  }

  /** Messages of several kinds, told apart by their first byte. */
  static <F> TaggedCodecBuilder<F> tagged() {
    return new TaggedCodecBuilder<>();
  }

  /** Messages whose header, in a codec of its own, tells the length of their body. */
  static <H> HeaderAndBodyCodecBuilder<H> headerAndBody(Codec<H> header) {
    return new HeaderAndBodyCodecBuilder<>(header);
  }

  /** Messages of unknown length, in pieces, the last of which is empty. */
  static ChunkedCodecBuilder chunked() {
    return new ChunkedCodecBuilder();
  }
}
