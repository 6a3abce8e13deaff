package switchboard.engine.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.FileRange;
import switchboard.net.spi.FileError;

/** The pipe(7) that bytes pass through on their way from a socket to a file. One thread's. */
final class KernelPipe implements AutoCloseable {
  /** As much as anybody may have by default (/proc/sys/fs/pipe-max-size). */
  static final int BYTES = 1 << 20;

  private static final int COPIED_BYTES = 64 * 1024;

  private final Kernel kernel;
  private final int out;
  private final int in;

  private KernelPipe(Kernel kernel, int out, int in) {
    this.kernel = kernel;
    this.out = out;
    this.in = in;
  }

  /** A new one; null if there are no descriptors for it. */
  static @Nullable KernelPipe open(Kernel kernel) {
    int[] ends = new int[2];
    if (kernel.pipe(ends) < 0) {
      return null;
    }
    var _ = kernel.resizePipe(ends[1], BYTES); // else it is smaller
    return new KernelPipe(kernel, ends[0], ends[1]);
  }

  /** Where bytes go in. */
  int in() {
    return in;
  }

  /**
   * Moves the {@code count} bytes that are in it into the file.
   *
   * @throws FileError when the file does not take them
   */
  void emptyInto(FileRange range, DuplicatedFile file, int count) throws IOException {
    for (int left = count; left > 0; ) {
      int moved = kernel.splice(out, file.number(), range.position(), left);
      if (moved > 0) {
        range.advance(moved);
        left -= moved;
      } else if (Errno.EINVAL.is(moved)) {
        copyInto(range, left); // a file system that can't, or a file that is opened to append
        return;
      } else if (!Errno.EINTR.is(moved)) {
        IOException fault = DuplicatedFile.fault(moved);
        throw fault != null ? fault : new FileError(Errno.of(moved));
      }
    }
  }

  private void copyInto(FileRange range, int count) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(Math.min(count, COPIED_BYTES));
    for (int left = count; left > 0; ) {
      piece.clear().limit(Math.min(left, piece.capacity()));
      int moved = Errno.require(kernel.read(out, Memory.toFill(piece), piece.remaining()));
      range.fill(piece.limit(moved));
      left -= moved;
    }
  }

  @Override
  public void close() {
    kernel.close(in);
    kernel.close(out);
  }
}
