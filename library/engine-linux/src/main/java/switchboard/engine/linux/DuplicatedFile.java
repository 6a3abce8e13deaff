package switchboard.engine.linux;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.FileError;

/**
 * A descriptor of our own for somebody's open file, during one transfer: so it stays the same file
 * when its owner closes his meanwhile and the kernel hands his number out again.
 */
final class DuplicatedFile implements AutoCloseable {
  private final Kernel kernel;
  private final int number;

  private DuplicatedFile(Kernel kernel, int number) {
    this.kernel = kernel;
    this.number = number;
  }

  /**
   * Lends {@code file}; null if it can't be had.
   *
   * @throws FileError when it is closed
   */
  static @Nullable DuplicatedFile of(Kernel kernel, FileChannel file) throws FileError {
    int its = FileNumbers.of(file);
    if (its == FileNumbers.NONE) {
      return null;
    }
    int ours = kernel.duplicate(its);
    if (ours < 0) {
      return null; // no descriptor left; copying needs none
    }
    // Files are marked closed before they give their number back: if it is open now, it was then.
    if (!file.isOpen()) {
      kernel.close(ours);
      throw new FileError(new java.nio.channels.ClosedChannelException());
    }
    return new DuplicatedFile(kernel, ours);
  }

  int number() {
    return number;
  }

  @Override
  public void close() {
    kernel.close(number);
  }

  /** What a call that moves files means by failing, if it is the file's fault. */
  static @Nullable IOException fault(int result) {
    boolean files =
        Errno.EIO.is(result)
            || Errno.ENOSPC.is(result)
            || Errno.EDQUOT.is(result)
            || Errno.EFBIG.is(result);
    return files ? new FileError(new IOException(Errno.of(result).getMessage())) : null;
  }
}
