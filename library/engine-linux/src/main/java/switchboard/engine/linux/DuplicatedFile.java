package switchboard.engine.linux;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.FileError;

/**
 * A duplicate of a file's descriptor for one transfer. The duplicate refers to the same file even
 * if another thread closes the file and the kernel reuses the original descriptor.
 */
final class DuplicatedFile implements AutoCloseable {
  private final Kernel kernel;
  private final int number;

  private DuplicatedFile(Kernel kernel, int number) {
    this.kernel = kernel;
    this.number = number;
  }

  /**
   * Duplicates the descriptor of {@code file}. Returns null if the descriptor is not accessible, or
   * if no file descriptor is free.
   *
   * @throws FileError if the file is closed
   */
  static @Nullable DuplicatedFile of(Kernel kernel, FileChannel file) throws FileError {
    int original = FileNumbers.of(file);
    if (original == FileNumbers.NONE) {
      return null;
    }
    int duplicate = kernel.duplicate(original);
    if (duplicate < 0) {
      return null; // the caller then copies the bytes
    }
    // The JDK marks a file as closed before it closes the descriptor. Therefore, if the file is
    // still marked as open, the duplicate refers to this file.
    if (!file.isOpen()) {
      kernel.close(duplicate);
      throw new FileError(new java.nio.channels.ClosedChannelException());
    }
    return new DuplicatedFile(kernel, duplicate);
  }

  int number() {
    return number;
  }

  @Override
  public void close() {
    kernel.close(number);
  }

  /**
   * Returns the exception for the result of a failed transfer if the file is the cause; null if the
   * file is not the cause.
   */
  static @Nullable IOException fault(int result) {
    boolean fileFailed =
        Errno.EIO.is(result)
            || Errno.ENOSPC.is(result)
            || Errno.EDQUOT.is(result)
            || Errno.EFBIG.is(result);
    return fileFailed ? new FileError(new IOException(Errno.of(result).getMessage())) : null;
  }
}
