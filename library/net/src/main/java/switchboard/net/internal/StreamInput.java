package switchboard.net.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import switchboard.net.Source;

/** Reads bytes from an {@link InputStream} into heap buffers and direct buffers. */
public record StreamInput(InputStream stream) implements Source.Input {
  private static final int PIECE_BYTES = 8 * 1024;

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (target.hasArray()) {
      int count =
          stream.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
      target.position(target.position() + Math.max(count, 0));
      return count;
    }
    var piece = new byte[Math.min(target.remaining(), PIECE_BYTES)];
    int count = stream.read(piece);
    target.put(piece, 0, Math.max(count, 0));
    return count;
  }
}
