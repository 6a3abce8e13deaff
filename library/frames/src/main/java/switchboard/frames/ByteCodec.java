package switchboard.frames;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.ChecksummedCodec;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * A codec whose messages are byte arrays. Reading a message creates a new array; {@link #slices}
 * returns a codec that reads messages without copying them.
 *
 * <pre>{@code
 * ByteCodec packets = Codec.lengthPrefixed().max(1, Size.MIB);
 * Codec<String> texts = packets.text();
 * ByteCodec checked = packets.withCrc32c();
 * }</pre>
 *
 * <p>Immutable, and safe for use by any number of threads like every codec.
 *
 * @since 0.1.0
 */
public final class ByteCodec implements Codec<byte[]> {
  private final Codec<Slice> slices;

  ByteCodec(Codec<Slice> slices) {
    this.slices = slices;
  }

  /**
   * Returns a codec of byte arrays that reads and writes its messages with the given codec of
   * slices. You may implement the codec of slices yourself.
   *
   * @param slices reads and writes the messages
   * @return a codec that copies each slice into a new array
   */
  public static ByteCodec of(Codec<Slice> slices) {
    return new ByteCodec(slices);
  }

  @Override
  public byte @Nullable [] read(Source source) throws IOException {
    Slice frame = slices.read(source);
    return frame == null ? null : frame.toBytes();
  }

  @Override
  public byte[] encode(byte[] frame) {
    return slices.encode(Slice.of(frame));
  }

  @Override
  public void write(byte[] frame, Sink sink) throws IOException {
    slices.write(Slice.of(frame), sink);
  }

  /**
   * {@return a codec for the same messages that represents each message as a {@link Slice}} Each
   * slice that this codec reads is a view of the source's buffer. No array is allocated, and the
   * slice is valid only until the source is used again.
   */
  public Codec<Slice> slices() {
    return slices;
  }

  /**
   * {@return a codec for the same messages that represents each message as a string and encodes the
   * string in UTF-8} Reading malformed UTF-8 throws {@link switchboard.net.BadTextException}.
   * Encoding text with an unpaired surrogate throws {@link IllegalArgumentException}.
   */
  public Codec<String> text() {
    return slices.map(Slice::text, ByteCodec::sliceOf);
  }

  private static Slice sliceOf(String text) {
    LineCodecBuilder.requireText(text);
    return Slice.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@return a codec that appends a checksum of four bytes to each message} The checksum is the
   * CRC-32C (RFC 3720 §12.1) of the message, in network byte order. The four bytes count towards
   * the maximum length of the message. Reading a message with a wrong checksum throws {@link
   * switchboard.net.BadMessageException}.
   */
  public ByteCodec withCrc32c() {
    return new ByteCodec(new ChecksummedCodec(slices));
  }
}
