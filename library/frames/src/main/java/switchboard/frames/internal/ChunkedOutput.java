package switchboard.frames.internal;

import java.io.IOException;
import java.io.OutputStream;
import switchboard.frames.Codec;
import switchboard.net.Sink;
import switchboard.net.Slice;

/** Writes one chunked message as a stream. For use by one thread only. */
public final class ChunkedOutput extends OutputStream {
  private final Codec<Slice> chunks;
  private final int chunkMax;
  private final Sink sink;
  private boolean closed;

  public ChunkedOutput(Codec<Slice> chunks, int chunkMax, Sink sink) {
    this.chunks = chunks;
    this.chunkMax = chunkMax;
    this.sink = sink;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int count) throws IOException {
    java.util.Objects.checkFromIndexSize(start, count, bytes.length);
    if (closed) {
      throw new IOException("the output stream is closed");
    }
    for (int at = 0; at < count; at += chunkMax) {
      chunks.write(Slice.of(bytes, start + at, Math.min(chunkMax, count - at)), sink);
    }
  }

  @Override
  public void flush() throws IOException {
    sink.flush();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      chunks.write(Slice.of(new byte[0]), sink);
      sink.flush();
    }
  }
}
