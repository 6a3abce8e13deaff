package switchboard.frames;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.ChecksummedCodec;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * A codec of bytes. Each message is an array of its own; {@link #slices} makes none.
 *
 * <p>Immutable, as all codecs are.
 */
public final class ByteCodec implements Codec<byte[]> {
  private final Codec<Slice> slices;

  ByteCodec(Codec<Slice> slices) {
    this.slices = slices;
  }

  /** The messages of a codec that somebody else has written. */
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
   * The same messages, lent where they lie: valid until the source is used again, and without
   * memory of their own.
   */
  public Codec<Slice> slices() {
    return slices;
  }

  /** The same messages as text in UTF-8; what is none is a bad message. */
  public Codec<String> text() {
    return slices.map(Slice::text, ByteCodec::sliceOf);
  }

  private static Slice sliceOf(String text) {
    LineCodecBuilder.requireText(text);
    return Slice.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The same with four bytes more at the end of each: the CRC-32C (RFC 3720 §12.1) of what is
   * before them, in network byte order. A message whose sum differs is a bad message.
   */
  public ByteCodec withCrc32c() {
    return new ByteCodec(new ChecksummedCodec(slices));
  }
}
