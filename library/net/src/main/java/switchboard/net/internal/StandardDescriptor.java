package switchboard.net.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Determines what an inherited file descriptor refers to: standard input, output or error. Each
 * method call examines the descriptor again, with fstat(2) through {@code /dev/fd}. Safe for use by
 * multiple threads.
 *
 * @param number the descriptor, such as 1 for standard output
 */
public record StandardDescriptor(int number) {
  // inode(7)
  private static final int TYPE_MASK = 0170000;
  private static final int FIFO = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int SOCKET = 0140000;

  /** The major number of memory devices such as /dev/null: null(4), mem(4). */
  private static final int MEMORY_MAJOR = 1;

  private static final int MAJOR_SHIFT = 8; // makedev(3), for numbers below 4,096
  private static final int MAJOR_MASK = 0xfff;
  private static final int NON_BLOCKING = 04000; // O_NONBLOCK, as proc_pid_fdinfo(5) shows it

  /**
   * Returns whether a failed write to the descriptor means that the reader has closed the pipe, or
   * that the peer has closed the socket. A blocking write to a pipe or a socket fails for no other
   * reason than these (EPIPE, ECONNRESET: write(2)). Returns false if the type of the descriptor
   * cannot be determined.
   */
  public boolean isReaderGone() {
    int type = mode() & TYPE_MASK;
    return (type == FIFO || type == SOCKET) && !isNonBlocking();
  }

  /**
   * Returns whether the descriptor may be a terminal: a character device that is not a memory
   * device such as {@code /dev/null}. Only isatty(3) could determine whether it is a terminal.
   */
  public boolean canBeTerminal() {
    return (mode() & TYPE_MASK) == CHARACTER_DEVICE
        && (attribute("rdev") >> MAJOR_SHIFT & MAJOR_MASK) != MEMORY_MAJOR;
  }

  private int mode() {
    return (int) attribute("mode");
  }

  /**
   * Returns an attribute of the file, as the JDK reports it from stat(2); 0 if it is not available.
   */
  private long attribute(String name) {
    try {
      Object value = Files.getAttribute(Path.of("/dev/fd/" + number), "unix:" + name);
      return value instanceof Number is ? is.longValue() : 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException elsewhere) {
      return 0;
    }
  }

  /**
   * Returns whether the descriptor is non-blocking. Writes to a non-blocking descriptor also fail
   * with EAGAIN.
   */
  private boolean isNonBlocking() {
    try {
      return Files.readAllLines(Path.of("/proc/self/fdinfo/" + number)).stream()
          .filter(line -> line.startsWith("flags:"))
          .anyMatch(line -> (Integer.parseInt(line.substring(6).strip(), 8) & NON_BLOCKING) != 0);
    } catch (IOException | NumberFormatException elsewhere) {
      return false;
    }
  }
}
