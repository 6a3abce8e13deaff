package switchboard.frames.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.net.LimitExceededException;
import switchboard.net.Slice;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * Reads and writes messages that end with a delimiter byte. In the content of a message, an escape
 * byte precedes each delimiter byte and each escape byte.
 */
public final class EscapedCodec implements Codec<Slice> {
  /** The delimiters; the first one is written. */
  private final byte[] delimiters;

  private final byte escape;
  private final int bytesMax;

  public EscapedCodec(byte[] delimiters, byte escape, int bytesMax) {
    this.delimiters = delimiters;
    this.escape = escape;
    this.bytesMax = bytesMax;
  }

  @Override
  public @Nullable Slice read(Source source) throws IOException {
    int raw = 0; // number of bytes of the content, including escape bytes
    int escapes = 0;
    while (true) {
      if (!source.request(raw + 1)) {
        return atEof(source);
      }
      byte next = source.byteAt(raw);
      if (isDelimiter(next)) {
        return message(source, raw, escapes);
      }
      if (raw - escapes == bytesMax) {
        throw new LimitExceededException("no delimiter within the limit of " + bytesMax + " bytes");
      }
      raw++;
      if (next == escape) {
        if (!source.request(raw + 1)) {
          return atEof(source);
        }
        escapes++;
        raw++;
      }
    }
  }

  private static @Nullable Slice atEof(Source source) throws UnexpectedEofException {
    if (source.buffered() == 0) {
      return null;
    }
    throw new UnexpectedEofException(
        "the stream ended after " + source.buffered() + " bytes, before the delimiter");
  }

  private Slice message(Source source, int raw, int escapes) throws IOException {
    if (escapes == 0) {
      return source.readSlice(0, raw, 1);
    }
    byte[] message = source.peek(raw);
    source.skip(raw + 1L);
    int length = 0;
    for (int at = 0; at < raw; at++) {
      at += message[at] == escape ? 1 : 0;
      message[length++] = message[at];
    }
    return Slice.of(message, 0, length);
  }

  private boolean isDelimiter(byte value) {
    for (byte each : delimiters) {
      if (each == value) {
        return true;
      }
    }
    return false;
  }

  @Override
  public byte[] encode(Slice frame) {
    RequiredInput.atMost(bytesMax, frame.length());
    var encoded = new ByteArrayOutputStream(frame.length() + 1);
    for (int at = 0; at < frame.length(); at++) {
      byte next = frame.byteAt(at);
      if (next == escape || isDelimiter(next)) {
        encoded.write(escape);
      }
      encoded.write(next);
    }
    encoded.write(delimiters[0]);
    return encoded.toByteArray();
  }
}
