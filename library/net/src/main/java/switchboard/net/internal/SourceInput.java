package switchboard.net.internal;

import java.io.Flushable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.FileRange;

/**
 * Fills the buffer of a source with bytes of a connection or another input. Used only by the thread
 * that uses the source.
 */
abstract sealed class SourceInput permits ConnectionInput, PlainInput {
  final InputBuffer buffer;

  /** The output that is flushed before each read that may block; may be null. */
  private volatile @Nullable Flushable flushed;

  SourceInput(InputBuffer buffer) {
    this.buffer = buffer;
  }

  final void autoFlush(Flushable output) {
    flushed = output;
  }

  /**
   * Reads more bytes into the buffer. Blocks until at least one byte was added. Returns -1 at EOF.
   */
  abstract int more() throws IOException;

  /** Reads directly into {@code target}. The buffer must be empty. Returns -1 at EOF. */
  abstract int read(ByteBuffer target) throws IOException;

  /** Receives directly into {@code range}. The buffer must be empty unless the range is full. */
  abstract void transferTo(FileRange range) throws IOException;

  final void prepareToWait() throws IOException {
    buffer.endSlice();
    Flushable output = flushed;
    if (output != null) {
      output.flush();
    }
  }
}
