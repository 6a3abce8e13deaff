package switchboard.net.internal;

import java.io.Flushable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.FileRange;

/** The stream that a source reads, behind its buffer. Belongs to the thread of the source. */
abstract sealed class SourceInput permits ConnectionInput, PlainInput {
  final InputBuffer buffer;

  /** Flushed before this waits; null if nothing is. */
  private volatile @Nullable Flushable flushed;

  SourceInput(InputBuffer buffer) {
    this.buffer = buffer;
  }

  final void autoFlush(Flushable output) {
    flushed = output;
  }

  /** Blocks until more bytes are in the buffer; returns -1 at EOF. */
  abstract int more() throws IOException;

  /** Reads past the buffer, which is empty; returns -1 at EOF. */
  abstract int read(ByteBuffer target) throws IOException;

  /** Fills {@code range} past the buffer, which is empty unless the range is full. */
  abstract void transferTo(FileRange range) throws IOException;

  final void prepareToWait() throws IOException {
    buffer.endSlice();
    Flushable output = flushed;
    if (output != null) {
      output.flush();
    }
  }
}
