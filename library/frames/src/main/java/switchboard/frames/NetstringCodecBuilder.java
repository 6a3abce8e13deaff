package switchboard.frames;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.RequiredInput;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * Builds a codec of netstrings such as {@code 5:hello,} (cr.yp.to/proto/netstrings.txt). Immutable.
 *
 * <pre>{@code
 * Codec<byte[]> messages = Codec.netstrings().max(64, Size.KIB);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class NetstringCodecBuilder {

  NetstringCodecBuilder() {}

  /**
   * Builds the codec. Reading a message that exceeds the maximum or is malformed throws {@link
   * CorruptStreamException}.
   *
   * @param count the maximum length of a message in {@code unit}, without length, colon and comma
   * @param unit the unit of {@code count}
   * @return the codec
   * @throws IllegalArgumentException if the maximum is out of the range of {@link Size#times}
   */
  public ByteCodec max(int count, Size unit) {
    return new ByteCodec(new Netstrings(unit.times(count)));
  }

  private record Netstrings(int bytesMax) implements Codec<Slice> {
    @Override
    public @Nullable Slice read(Source source) throws IOException {
      if (!RequiredInput.first(source, 1)) {
        return null;
      }
      int digits = 0;
      long length = 0;
      for (byte next = source.byteAt(0); next != ':'; next = source.byteAt(digits)) {
        if (next < '0' || next > '9') {
          throw new CorruptStreamException(
              "expected a digit or ':' in the length of a netstring, not byte " + (next & 0xFF));
        }
        if (digits > 0 && length == 0) {
          throw new CorruptStreamException("the length of a netstring has a leading zero");
        }
        length = 10 * length + next - '0';
        digits++;
        if (length > bytesMax) {
          throw new CorruptStreamException(
              "message length " + length + " or more is out of range (0 to " + bytesMax + ")");
        }
        RequiredInput.all(source, digits + 1);
      }
      if (digits == 0) {
        throw new CorruptStreamException("a netstring must begin with its length, not with ':'");
      }
      return content(source, digits + 1, (int) length);
    }

    private static Slice content(Source source, int before, int length) throws IOException {
      RequiredInput.all(source, before + length + 1);
      byte end = source.byteAt(before + length);
      if (end != ',') {
        throw new CorruptStreamException(
            "expected ',' after the " + length + " bytes of a netstring, not byte " + (end & 0xFF));
      }
      return source.readSlice(before, length, 1);
    }

    @Override
    public byte[] encode(Slice frame) {
      RequiredInput.atMost(bytesMax, frame.length());
      byte[] before = (frame.length() + ":").getBytes(US_ASCII);
      byte[] encoded = new byte[before.length + frame.length() + 1];
      System.arraycopy(before, 0, encoded, 0, before.length);
      frame.copyTo(0, encoded, before.length, frame.length());
      encoded[encoded.length - 1] = ',';
      return encoded;
    }
  }
}
