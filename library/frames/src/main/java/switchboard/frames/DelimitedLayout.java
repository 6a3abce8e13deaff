package switchboard.frames;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;

/** Messages up to a delimiter byte: say the maximum, and it is a codec. */
public final class DelimitedLayout {
  private final byte delimiter;

  DelimitedLayout(int delimiter) {
    if (delimiter < 0 || delimiter > 255) {
      throw new IllegalArgumentException("a delimiter is a byte from 0 to 255, not " + delimiter);
    }
    this.delimiter = (byte) delimiter;
  }

  /** The longest message, without its delimiter. */
  public Codec<byte[]> max(int count, Size unit) {
    return new Delimited(delimiter, unit.times(count));
  }

  private record Delimited(byte delimiter, int bytesMax) implements Codec<byte[]> {
    @Override
    public byte @Nullable [] read(Source source) throws IOException {
      return source.readUntil(delimiter, bytesMax);
    }

    @Override
    public byte[] encode(byte[] frame) {
      if (frame.length > bytesMax) {
        throw new IllegalArgumentException(
            "a message has at most " + bytesMax + " bytes, this one has " + frame.length);
      }
      for (byte each : frame) {
        if (each == delimiter) {
          throw new IllegalArgumentException(
              "the message contains its delimiter, the byte " + (delimiter & 0xFF));
        }
      }
      byte[] encoded = Arrays.copyOf(frame, frame.length + 1);
      encoded[frame.length] = delimiter;
      return encoded;
    }
  }
}
