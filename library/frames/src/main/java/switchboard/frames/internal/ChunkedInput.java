package switchboard.frames.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import switchboard.frames.ChunkedCodecBuilder;
import switchboard.net.Slice;
import switchboard.net.Source;

/** Reads one chunked message as a stream. For use by one thread only. */
public final class ChunkedInput extends InputStream {
  private final Source source;

  /** The current chunk, which is valid until the source is used again. */
  private Slice chunk = Slice.of(new byte[0]);

  /** The length of the chunk, which is also needed after the chunk has become invalid. */
  private int length;

  private int consumed;
  private boolean ended;

  public ChunkedInput(Source source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int start, int count) throws IOException {
    Objects.checkFromIndexSize(start, count, target.length);
    if (count == 0) {
      return 0;
    }
    if (!hasBytes()) {
      return -1;
    }
    int now = Math.min(count, length - consumed);
    chunk.copyTo(consumed, target, start, now);
    consumed += now;
    return now;
  }

  /**
   * If all bytes of the current chunk have been read, blocks until the next chunk has arrived.
   * Returns false if the message has ended, that is, if the next chunk is empty.
   */
  private boolean hasBytes() throws IOException {
    if (consumed < length) {
      return true;
    }
    if (ended) {
      return false;
    }
    chunk = ChunkedCodecBuilder.piece(source);
    consumed = 0;
    length = chunk.length();
    ended = length == 0;
    return !ended;
  }

  @Override
  public int available() {
    return length - consumed;
  }

  @Override
  public void close() throws IOException {
    while (hasBytes()) {
      consumed = length;
    }
  }
}
