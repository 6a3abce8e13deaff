package switchboard.net.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells what a descriptor that this process has inherited refers to, by fstat(2) through {@code
 * /dev/fd}; for standard input, output and error, on any thread. Asks the system each time.
 *
 * @param number the descriptor, such as 1 for standard output
 */
public record StandardDescriptor(int number) {
  // inode(7)
  private static final int TYPE_MASK = 0170000;
  private static final int FIFO = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int SOCKET = 0140000;

  /** The devices for memory, such as /dev/null: null(4), mem(4). */
  private static final int MEMORY_MAJOR = 1;

  private static final int MAJOR_SHIFT = 8; // makedev(3), for numbers below 4,096
  private static final int MAJOR_MASK = 0xfff;
  private static final int NON_BLOCKING = 04000; // O_NONBLOCK, as proc_pid_fdinfo(5) shows it

  /**
   * Returns whether a write that has failed did so because the reader has gone: the reader of a
   * pipe, or the peer of a socket. A blocking write to either fails for no other reason (EPIPE,
   * ECONNRESET: write(2)). Returns false where the system does not tell.
   */
  public boolean isReaderGone() {
    int type = mode() & TYPE_MASK;
    return (type == FIFO || type == SOCKET) && !isNonBlocking();
  }

  /**
   * Returns whether it can be a terminal: it is a character device other than those for memory.
   * Only isatty(3) tells whether it is one.
   */
  public boolean canBeTerminal() {
    return (mode() & TYPE_MASK) == CHARACTER_DEVICE
        && (attribute("rdev") >> MAJOR_SHIFT & MAJOR_MASK) != MEMORY_MAJOR;
  }

  private int mode() {
    return (int) attribute("mode");
  }

  /** Returns an attribute of the JDK's view of stat(2); 0 where there is none. */
  private long attribute(String name) {
    try {
      Object value = Files.getAttribute(Path.of("/dev/fd/" + number), "unix:" + name);
      return value instanceof Number is ? is.longValue() : 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException elsewhere) {
      return 0;
    }
  }

  /** A write of a non-blocking descriptor also fails when there is no room (EAGAIN). */
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
