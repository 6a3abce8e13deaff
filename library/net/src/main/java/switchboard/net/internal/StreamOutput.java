package switchboard.net.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import switchboard.net.Sink;

/** Writes the bytes of heap buffers and direct buffers to an {@link OutputStream}. */
public record StreamOutput(OutputStream stream) implements Sink.Output {
  private static final int PIECE_BYTES = 8 * 1024;

  @Override
  public void write(ByteBuffer source) throws IOException {
    if (source.hasArray()) {
      int from = source.arrayOffset() + source.position();
      stream.write(source.array(), from, source.remaining());
      source.position(source.limit());
      return;
    }
    var piece = new byte[Math.min(source.remaining(), PIECE_BYTES)];
    source.get(piece);
    stream.write(piece);
  }

  @Override
  public void flush() throws IOException {
    stream.flush();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
