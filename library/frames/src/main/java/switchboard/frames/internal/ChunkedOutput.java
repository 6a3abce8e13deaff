package switchboard.frames.internal;

import java.io.IOException;
import java.io.OutputStream;
import switchboard.frames.Codec;
import switchboard.net.Sink;
import switchboard.net.Slice;

/** One message in pieces, as it is written. Belongs to one thread. */
public final class ChunkedOutput extends OutputStream {
  private final Codec<Slice> pieces;
  private final int pieceMax;
  private final Sink sink;
  private boolean ended;

  public ChunkedOutput(Codec<Slice> pieces, int pieceMax, Sink sink) {
    this.pieces = pieces;
    this.pieceMax = pieceMax;
    this.sink = sink;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int count) throws IOException {
    java.util.Objects.checkFromIndexSize(start, count, bytes.length);
    if (ended) {
      throw new IOException("the message has been ended");
    }
    for (int at = 0; at < count; at += pieceMax) {
      pieces.write(Slice.of(bytes, start + at, Math.min(pieceMax, count - at)), sink);
    }
  }

  @Override
  public void flush() throws IOException {
    sink.flush();
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      ended = true;
      pieces.write(Slice.of(new byte[0]), sink);
      sink.flush();
    }
  }
}
