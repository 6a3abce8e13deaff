package switchboard.frames.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.net.BadMessageException;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * Appends a CRC-32C checksum to each message that is written, and verifies the checksum of each
 * message that is read.
 */
public record ChecksummedCodec(Codec<Slice> below) implements Codec<Slice> {
  private static final int SUM_BYTES = 4;

  @Override
  public @Nullable Slice read(Source source) throws IOException {
    Slice frame = below.read(source);
    return frame == null ? null : checked(frame);
  }

  private static Slice checked(Slice frame) throws BadMessageException {
    int content = frame.length() - SUM_BYTES;
    if (content < 0) {
      throw new BadMessageException(
          "message of " + frame.length() + " bytes is too short for a CRC-32C of 4 bytes");
    }
    int received = frame.intAt(content, ByteOrder.BIG_ENDIAN);
    int computed = sum(frame.shorten(content));
    if (computed != received) {
      throw new BadMessageException(
          "CRC-32C mismatch: received %08x, computed %08x".formatted(received, computed));
    }
    return frame;
  }

  private static int sum(Slice content) {
    var sum = new CRC32C();
    sum.update(content.buffer());
    return (int) sum.getValue();
  }

  @Override
  public byte[] encode(Slice frame) {
    return below.encode(summed(frame));
  }

  @Override
  public void write(Slice frame, Sink sink) throws IOException {
    below.write(summed(frame), sink);
  }

  private static Slice summed(Slice frame) {
    byte[] bytes = new byte[Math.addExact(frame.length(), SUM_BYTES)];
    frame.copyTo(0, bytes, 0, frame.length());
    ByteBuffer.wrap(bytes).putInt(frame.length(), sum(frame));
    return Slice.of(bytes);
  }
}
