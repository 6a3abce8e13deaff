package switchboard.engine.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.FileRange;
import switchboard.net.spi.FileError;

/** A pipe(7) through which bytes move from a socket to a file. Only one thread may use the pipe. */
final class KernelPipe implements AutoCloseable {
  /**
   * The size of the pipe in bytes: the default maximum for unprivileged users
   * (/proc/sys/fs/pipe-max-size).
   */
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

  /** Opens a pipe. Returns null if no file descriptors are free. */
  static @Nullable KernelPipe open(Kernel kernel) {
    int[] ends = new int[2];
    if (kernel.pipe(ends) < 0) {
      return null;
    }
    var _ = kernel.resizePipe(ends[1], BYTES); // if this fails, the pipe stays smaller
    return new KernelPipe(kernel, ends[0], ends[1]);
  }

  /** {@return the descriptor of the write end} */
  int in() {
    return in;
  }

  /**
   * Moves {@code count} bytes from the pipe to the file.
   *
   * @throws FileError if the file cannot be written
   */
  void emptyInto(FileRange range, DuplicatedFile file, int count) throws IOException {
    for (int left = count; left > 0; ) {
      int moved = kernel.splice(out, file.number(), range.position(), left);
      if (moved > 0) {
        range.advance(moved);
        left -= moved;
      } else if (Errno.EINVAL.is(moved)) {
        // The file system does not support splice(2), or the file is in append mode.
        copyInto(range, left);
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
