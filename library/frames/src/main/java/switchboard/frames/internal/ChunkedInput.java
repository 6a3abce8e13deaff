package switchboard.frames.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import switchboard.frames.ChunkedCodecBuilder;
import switchboard.net.Slice;
import switchboard.net.Source;

/** One message in pieces, as it comes. Belongs to one thread. */
public final class ChunkedInput extends InputStream {
  private final Source source;

  /** The current piece; lent, so nobody else reads the source before the end of the message. */
  private Slice piece = Slice.of(new byte[0]);

  /** The piece's length, kept here because the piece itself is gone once the source waits. */
  private int length;

  private int taken;
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
    int now = Math.min(count, length - taken);
    piece.copyTo(taken, target, start, now);
    taken += now;
    return now;
  }

  /** Waits for the next piece when this one is read. */
  private boolean hasBytes() throws IOException {
    if (taken < length) {
      return true;
    }
    if (ended) {
      return false;
    }
    piece = ChunkedCodecBuilder.piece(source);
    taken = 0;
    length = piece.length();
    ended = length == 0;
    return !ended;
  }

  @Override
  public int available() {
    return length - taken;
  }

  @Override
  public void close() throws IOException {
    while (hasBytes()) {
      taken = length;
    }
  }
}
