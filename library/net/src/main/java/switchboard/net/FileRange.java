package switchboard.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import switchboard.net.internal.ChannelRange;
import switchboard.net.spi.FileError;
import switchboard.net.spi.support.UninterruptibleCalls;

/**
 * A stretch of a file: bytes are sent from its front, or fill it from there. It is to a file what a
 * {@link ByteBuffer} is to memory: its position tells how far it has come, also after a call that
 * was cut, which may be repeated with what remains. Belongs to one thread at a time; any may look.
 * The file stays with whoever opened it: nobody here closes it, nor uses its own position, and no
 * interrupt of a thread that uses the range closes it.
 */
public sealed interface FileRange permits ChannelRange {

  /**
   * Returns the {@code length} bytes from {@code position}, which the file need not have yet.
   *
   * @throws IllegalArgumentException if either is negative, or the end exceeds {@code
   *     Long.MAX_VALUE}
   */
  static FileRange of(FileChannel file, long position, long length) {
    if (position < 0 || length < 0 || length > Long.MAX_VALUE - position) {
      throw new IllegalArgumentException(
          "no file has " + length + " bytes from position " + position);
    }
    return new ChannelRange(file, position, position + length, false);
  }

  /**
   * Returns everything from {@code position} on, without an end: to receive until EOF, or to send a
   * file up to wherever it ends when it is read. Files of {@code /proc} have no size before.
   *
   * <pre>{@code
   * long store(Connection from, java.nio.channels.FileChannel newFile) throws IOException {
   *   return from.transferTo(FileRange.from(newFile, 0));
   * }
   * }</pre>
   *
   * @throws IllegalArgumentException if {@code position} is negative
   */
  static FileRange from(FileChannel file, long position) {
    return of(file, position, Long.MAX_VALUE - Math.max(position, 0));
  }

  /**
   * Returns all bytes that the file has now, to send it. A new file has none, so this is not for
   * receiving; see {@link #from}.
   *
   * @throws IOException if the size cannot be determined
   */
  static FileRange of(FileChannel file) throws IOException {
    long size = UninterruptibleCalls.call(file::size);
    return new ChannelRange(file, 0, size, size == 0);
  }

  /** Returns the file. */
  FileChannel file();

  /** Returns the offset in the file of the next byte to be moved. */
  long position();

  /** Returns the number of bytes still to be moved. */
  long remaining();

  /** Returns whether any byte is still to be moved. */
  boolean hasRemaining();

  /**
   * Records that the next {@code count} bytes have been moved. For engines.
   *
   * @throws IllegalArgumentException if fewer remain
   */
  void advance(long count);

  /** Writes all of {@code source} to the file at the position and advances it. For engines. */
  void fill(ByteBuffer source) throws FileError;
}
