package switchboard.frames.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * Reads and writes messages that end with a delimiter.
 *
 * @param delimiters the delimiters; the first one is written
 * @param kept whether the delimiter is part of the message
 * @param bytesMax the maximum length of a message in bytes, without its delimiter
 */
public record DelimitedCodec(DelimiterMatcher delimiters, boolean kept, int bytesMax)
    implements Codec<Slice> {

  @Override
  public @Nullable Slice read(Source source) throws IOException {
    long end = delimiters.await(source, bytesMax);
    if (end == DelimiterMatcher.NONE) {
      return null;
    }
    int content = DelimiterMatcher.at(end);
    int bytes = DelimiterMatcher.bytes(end);
    return kept ? source.readSlice(0, content + bytes, 0) : source.readSlice(0, content, bytes);
  }

  @Override
  public void write(Slice frame, Sink sink) throws IOException {
    require(frame);
    sink.write(frame);
    if (!kept) {
      sink.write(delimiters.first());
    }
  }

  @Override
  public byte[] encode(Slice frame) {
    require(frame);
    byte[] end = kept ? new byte[0] : delimiters.first();
    byte[] encoded = new byte[Math.addExact(frame.length(), end.length)];
    frame.copyTo(0, encoded, 0, frame.length());
    System.arraycopy(end, 0, encoded, frame.length(), end.length);
    return encoded;
  }

  private void require(Slice frame) {
    if (kept && !delimiters.endOnly(frame)) {
      throw new IllegalArgumentException(
          "a message must end with a delimiter and contain no other one");
    }
    int content = delimiters.firstIn(frame);
    RequiredInput.atMost(bytesMax, kept ? content : frame.length());
    if (!kept && content < frame.length()) {
      throw new IllegalArgumentException(
          "message contains its delimiter: byte "
              + (frame.byteAt(content) & 0xFF)
              + " at index "
              + content);
    }
  }
}
