package switchboard.frames.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;

/** Reads and writes messages that all have the same length in bytes. */
public record FixedLengthCodec(int bytes) implements Codec<Slice> {

  public FixedLengthCodec {
    if (bytes < 1) {
      throw new IllegalArgumentException("a message must have at least 1 byte, not " + bytes);
    }
  }

  @Override
  public @Nullable Slice read(Source source) throws IOException {
    return RequiredInput.first(source, bytes) ? source.readSlice(0, bytes, 0) : null;
  }

  @Override
  public byte[] encode(Slice frame) {
    require(frame);
    return frame.toBytes();
  }

  @Override
  public void write(Slice frame, Sink sink) throws IOException {
    require(frame);
    sink.write(frame);
  }

  private void require(Slice frame) {
    if (frame.length() != bytes) {
      throw new IllegalArgumentException(
          "message must have " + bytes + " bytes, not " + frame.length());
    }
  }
}
