package switchboard.frames;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;

/** Messages of one length. */
record FixedLength(int bytes) implements Codec<byte[]> {

  FixedLength {
    if (bytes < 1) {
      throw new IllegalArgumentException("a message has at least 1 byte, not " + bytes);
    }
  }

  @Override
  public byte @Nullable [] read(Source source) throws IOException {
    return source.exhausted() ? null : source.readExactly(bytes);
  }

  @Override
  public byte[] encode(byte[] frame) {
    if (frame.length != bytes) {
      throw new IllegalArgumentException(
          "each message has " + bytes + " bytes, this one has " + frame.length);
    }
    return frame.clone();
  }
}
