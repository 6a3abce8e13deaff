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
 * Reads messages of one kind from byte streams, and writes messages of the same kind to byte
 * streams. The static methods return builders for the common framings. Every codec has a maximum
 * message length. Building a codec with contradictory options throws {@link
 * IllegalArgumentException}.
 *
 * <pre>{@code
 * Codec<byte[]> packets = Codec.lengthPrefixed().prefixBytes(4).max(1, Size.MIB);
 * Codec<String> lines = Codec.lines().max(8, Size.KIB);
 * }</pre>
 *
 * <p>A codec has no state: any number of connections and threads can share one object. For a
 * framing that has no builder here, implement {@link #read} and {@link #encode}. If an
 * implementation of {@code read} calls several methods of the source, it should call them inside
 * {@link Source#atomically}, so that the source consumes either a complete message or nothing.
 *
 * @param <F> the type of the messages
 * @since 0.1.0
 */
public interface Codec<F> {

  /**
   * Reads the next message; blocks until the message is complete. The amount of memory that is
   * allocated depends on the bytes that have arrived, and not on the length that a prefix
   * announces. A read that times out or is interrupted consumes nothing and can be repeated.
   *
   * @param source the source to read from
   * @return the message, or null at EOF if no byte of a further message has arrived
   * @throws UnexpectedEofException at EOF inside a message
   * @throws BadMessageException if the content of the message is invalid; the message was consumed,
   *     and the next message can be read
   * @throws CorruptStreamException if the message is invalid and the start of the next message is
   *     unknown
   * @throws switchboard.net.LimitExceededException if no delimiter follows within the maximum
   *     length
   * @throws switchboard.net.DeadlineExceededException if a deadline passes before the message is
   *     complete
   * @throws switchboard.net.OperationInterruptedException if the thread is interrupted
   * @throws IOException if reading from the source fails in another way
   */
  @Nullable F read(Source source) throws IOException;

  /**
   * Decodes exactly one message, such as the content of a datagram. Never blocks.
   *
   * @param bytes the encoded message from position to limit; the position does not change. If the
   *     decoded message is a slice, it is a view of this buffer
   * @return the message
   * @throws UnexpectedEofException if the message is incomplete
   * @throws BadMessageException if the content of the message is invalid, or if more bytes follow
   *     the message
   * @throws CorruptStreamException if the length or the tag of the message is invalid
   * @throws switchboard.net.LimitExceededException if no delimiter follows within the maximum
   *     length
   * @throws IOException if {@link #read} fails in another way
   */
  default F decode(ByteBuffer bytes) throws IOException {
    Source source = Source.of(bytes);
    F frame = read(source);
    if (frame == null) {
      throw new UnexpectedEofException("no bytes to decode");
    }
    if (source.buffered() > 0) {
      throw new BadMessageException(
          "unexpected data after the message, which has %s of the %s bytes"
              .formatted(bytes.remaining() - source.buffered(), bytes.remaining()));
    }
    return frame;
  }

  /**
   * Encodes a message, including its prefix or delimiter.
   *
   * @param frame the message
   * @return a new array, which belongs to the caller
   * @throws IllegalArgumentException if this codec could not read the encoded message, for example
   *     because the message is too long or contains a delimiter
   */
  byte[] encode(F frame);

  /**
   * Returns whether {@link #encode} accepts a message. The default implementation encodes the
   * message and discards the result.
   *
   * @param frame the message
   * @return false if {@link #encode} would throw {@link IllegalArgumentException} for this message
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
   * Writes a message to {@code sink}; blocks only if the buffer of the sink is full. If a codec
   * does not transform the content of a message, it writes the content without an intermediate
   * array.
   *
   * @param frame the message
   * @param sink the sink to write to; it is not flushed
   * @throws IllegalArgumentException if {@link #encode} would throw this exception for this
   *     message; nothing was written
   * @throws IOException if the sink has to send bytes, and sending fails, times out or is
   *     interrupted
   */
  default void write(F frame, Sink sink) throws IOException {
    sink.write(Slice.of(encode(frame))); // the array is not shared, so the sink need not copy it
  }

  /**
   * Returns a codec that converts the messages of this codec to and from other objects, such as
   * records:
   *
   * <pre>{@code
   * record Temperature(double celsius) {}
   * Codec<Temperature> temperatures = Codec.lines().max(32, Size.BYTES)
   *     .map(line -> new Temperature(Double.parseDouble(line)), each -> "" + each.celsius());
   * }</pre>
   *
   * @param decode converts a message that was read. If this function throws {@link
   *     IllegalArgumentException}, as constructors and parsers do, reading the message throws
   *     {@link BadMessageException}
   * @param encode converts an object to a message; throws {@link IllegalArgumentException} if no
   *     message can represent the object
   * @param <G> the type to which messages are converted
   * @return the converting codec
   */
  default <G> Codec<G> map(Decoding<? super F, G> decode, Function<? super G, ? extends F> encode) {
    return new MappedCodec<>(this, decode, encode);
  }

  /**
   * The decoding function of {@link #map}.
   *
   * @param <F> the type of the messages that are read
   * @param <G> the type to which messages are converted
   */
  @FunctionalInterface
  interface Decoding<F, G> {

    /**
     * Converts a message.
     *
     * @param frame the message; if it is a slice, it is valid only during this call
     * @return the converted message
     * @throws BadMessageException if the message is invalid, but the next message can be read
     * @throws CorruptStreamException if the message is invalid and the start of the next message is
     *     unknown, for example because the message is a header from which the length of the body
     *     cannot be read
     * @throws ProtocolException if the message is invalid for another reason
     */
    G decode(F frame) throws ProtocolException;
  }

  /**
   * Returns a codec of messages that all have the same length.
   *
   * <pre>{@code
   * Codec<byte[]> readings = Codec.fixedLength(8);
   * }</pre>
   *
   * @param bytes the length of each message in bytes, at least 1
   * @return the codec
   * @throws IllegalArgumentException if {@code bytes} is less than 1
   */
  static ByteCodec fixedLength(int bytes) {
    return new ByteCodec(new FixedLengthCodec(bytes));
  }

  /**
   * Returns a builder for messages that end with a delimiter byte.
   *
   * @param delimiter the byte, 0 to 255; it is not part of the message
   * @return a builder
   * @throws IllegalArgumentException if {@code delimiter} is not 0 to 255
   */
  static DelimitedCodecBuilder delimitedBy(int delimiter) {
    return new DelimitedCodecBuilder(delimiter);
  }

  /**
   * Returns a builder for messages that end with a delimiter of several bytes, such as CR LF.
   *
   * @param delimiter the bytes, which are copied; they are not part of the message
   * @return a builder
   */
  static DelimitedCodecBuilder delimitedBy(byte[] delimiter) {
    return new DelimitedCodecBuilder(delimiter);
  }

  /**
   * {@return a builder for lines of UTF-8 text} By default, lines that are read end with LF or CR
   * LF, and lines that are written end with LF. {@link LineCodecBuilder#crlf} makes the codec
   * require and write CR LF.
   */
  static LineCodecBuilder lines() {
    return new LineCodecBuilder();
  }

  /**
   * {@return a builder for messages with a prefix that contains their length as a binary number}
   */
  static LengthPrefixedCodecBuilder lengthPrefixed() {
    return new LengthPrefixedCodecBuilder();
  }

  /**
   * {@return a builder for netstrings: the length in decimal digits, a colon, the message, a comma}
   */
  static NetstringCodecBuilder netstrings() {
    return new NetstringCodecBuilder();
  }

  /**
   * Returns a builder for messages of several types, which are distinguished by their first byte.
   *
   * @param <F> a common supertype of the messages, such as a sealed interface
   * @return a builder without types; add at least one type before building the codec
   */
  static <F> TaggedCodecBuilder<F> tagged() {
    return new TaggedCodecBuilder<>();
  }

  /**
   * Returns a builder for messages whose header contains the length of their body.
   *
   * @param header reads and writes the header
   * @param <H> the type of the header
   * @return a builder
   */
  static <H> HeaderAndBodyCodecBuilder<H> headerAndBody(Codec<H> header) {
    return new HeaderAndBodyCodecBuilder<>(header);
  }

  /**
   * {@return a builder for messages whose length is not known in advance and which are sent in
   * length-prefixed chunks} An empty chunk ends the message.
   */
  static ChunkedCodecBuilder chunked() {
    return new ChunkedCodecBuilder();
  }
}
