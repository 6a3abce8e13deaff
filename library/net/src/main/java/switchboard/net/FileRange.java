package switchboard.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import switchboard.net.internal.ChannelRange;
import switchboard.net.spi.FileError;
import switchboard.net.spi.support.UninterruptibleCalls;

/**
 * A range of bytes in a file, from which bytes are sent or into which bytes are received. The range
 * has a position, which advances as bytes are transferred, like the position of a {@link
 * ByteBuffer}. After a call that times out, the position shows which bytes are still to be
 * transferred.
 *
 * <pre>{@code
 * void send(java.nio.channels.FileChannel file) throws IOException {
 *   FileRange range = FileRange.of(file, 0, 1_000_000);
 *   connection.transferFrom(range);
 *   System.out.println(range.remaining() + " bytes are missing in the file");
 * }
 * }</pre>
 *
 * <p>The caller owns the file and closes it. A transfer does not use or change the file's own
 * position, and interrupting a thread during a transfer does not close the file.
 *
 * <p>Only one thread may use a range at a time, except that any thread may call {@link #position},
 * {@link #remaining} and {@link #hasRemaining} to watch the progress.
 *
 * @since 0.1.0
 */
public sealed interface FileRange permits ChannelRange {

  /**
   * Returns the range of {@code length} bytes from {@code position}. The range may extend beyond
   * the current end of the file.
   *
   * @param file not closed by the range
   * @param position the offset of the first byte in the file, at least 0
   * @param length the number of bytes, at least 0
   * @return a new range
   * @throws IllegalArgumentException if {@code position} or {@code length} is negative, or their
   *     sum exceeds {@code Long.MAX_VALUE}
   */
  static FileRange of(FileChannel file, long position, long length) {
    if (position < 0 || length < 0 || length > Long.MAX_VALUE - position) {
      throw new IllegalArgumentException(
          "invalid file range: " + length + " bytes from position " + position);
    }
    return new ChannelRange(file, position, position + length, false);
  }

  /**
   * Returns a range that starts at {@code position} and has no end. Use it to receive until EOF, or
   * to send a file whose size is not known in advance, such as a file in {@code /proc}.
   *
   * <pre>{@code
   * long store(Connection from, java.nio.channels.FileChannel newFile) throws IOException {
   *   return from.transferTo(FileRange.from(newFile, 0));
   * }
   * }</pre>
   *
   * @param file not closed by the range
   * @param position the offset of the first byte in the file, at least 0
   * @return a new range
   * @throws IllegalArgumentException if {@code position} is negative
   */
  static FileRange from(FileChannel file, long position) {
    return of(file, position, Long.MAX_VALUE - Math.max(position, 0));
  }

  /**
   * Returns the range of all bytes that the file contains now, for sending the file. To receive
   * into a new file, use {@link #from} instead, because the range of a new file is empty.
   *
   * @param file not closed by the range
   * @return a new range
   * @throws IOException if the size cannot be determined
   */
  static FileRange of(FileChannel file) throws IOException {
    long size = UninterruptibleCalls.call(file::size);
    return new ChannelRange(file, 0, size, size == 0);
  }

  /** {@return the file, which the caller owns} */
  FileChannel file();

  /** {@return the offset, in the file, of the next byte to be transferred} */
  long position();

  /** {@return the number of bytes still to be transferred} */
  long remaining();

  /** {@return whether {@link #remaining} is greater than 0} */
  boolean hasRemaining();

  /**
   * Advances the position by {@code count} bytes that have been transferred. For implementers of
   * engines.
   *
   * @param count the number of bytes that have been transferred
   * @throws IllegalArgumentException if {@code count} is negative or greater than {@link
   *     #remaining}
   */
  void advance(long count);

  /**
   * Writes all remaining bytes of {@code source} to the file at the position of this range, and
   * advances that position. Blocks, and ignores deadlines. For implementers of engines.
   *
   * @param source at most {@link #remaining} bytes; its position is advanced
   * @throws FileError if the file cannot be written
   */
  void fill(ByteBuffer source) throws FileError;
}
