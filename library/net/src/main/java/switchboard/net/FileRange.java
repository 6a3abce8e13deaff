package switchboard.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import switchboard.net.spi.FileError;
import switchboard.net.spi.support.UninterruptibleCalls;

/**
 * A stretch of a file: bytes are sent from its front, or fill it from there. It is to a file what a
 * {@link ByteBuffer} is to memory: its position tells how far it has come, also after a call that
 * was cut, which may be repeated with what remains. Belongs to one thread at a time; any may look.
 * The file stays with whoever opened it: nobody here closes it, nor uses its own position, and no
 * interrupt of a thread that uses the range closes it.
 */
public final class FileRange {
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final FileChannel file;
  private final long end;

  /**
   * Whether it has nothing because the file had nothing, and not because someone asked for that.
   */
  private final boolean ofEmptyFile;

  /** Written by the thread that has the range. */
  private volatile long position;

  private FileRange(FileChannel file, long position, long end, boolean ofEmptyFile) {
    this.file = file;
    this.position = position;
    this.end = end;
    this.ofEmptyFile = ofEmptyFile;
  }

  /**
   * The {@code length} bytes from {@code position}, which the file need not have yet.
   *
   * @throws IllegalArgumentException when either is negative, or the end beyond what a long holds
   */
  public static FileRange of(FileChannel file, long position, long length) {
    if (position < 0 || length < 0 || length > Long.MAX_VALUE - position) {
      throw new IllegalArgumentException(
          "no file has " + length + " bytes from position " + position);
    }
    return new FileRange(file, position, position + length, false);
  }

  /**
   * Everything from {@code position} on, without an end: to receive as much as comes, or to send a
   * file to wherever it ends when it is read. Files of {@code /proc} have no size before.
   *
   * <pre>{@code
   * long store(Connection from, java.nio.channels.FileChannel newFile) throws IOException {
   *   return from.transferTo(FileRange.from(newFile, 0));
   * }
   * }</pre>
   *
   * @throws IllegalArgumentException when {@code position} is negative
   */
  public static FileRange from(FileChannel file, long position) {
    return of(file, position, Long.MAX_VALUE - Math.max(position, 0));
  }

  /**
   * The bytes that the file has now, from the first to the last: to send it. A new file has none,
   * so this is not for receiving; see {@link #from}.
   */
  public static FileRange of(FileChannel file) throws IOException {
    long size = UninterruptibleCalls.call(file::size);
    return new FileRange(file, 0, size, size == 0);
  }

  /**
   * Fails where receiving into the file would succeed with nothing moved, which nobody can mean.
   *
   * @throws IllegalArgumentException when this is all of a file that was empty
   */
  public void requireSpace() {
    if (ofEmptyFile) {
      throw new IllegalArgumentException(
          "the range is all that the file has, which is nothing;"
              + " to receive, use FileRange.from(file, 0)");
    }
  }

  /** The file. */
  public FileChannel file() {
    return file;
  }

  /** Where in the file the next byte is, counted from 0. */
  public long position() {
    return position;
  }

  /** How many bytes are still to be moved. */
  public long remaining() {
    return end - position;
  }

  /** Whether any byte is still to be moved. */
  public boolean hasRemaining() {
    return position < end;
  }

  /**
   * Says that the next {@code count} bytes have been moved. For engines.
   *
   * @throws IllegalArgumentException when not so many remain
   */
  public void advance(long count) {
    if (count < 0 || count > remaining()) {
      throw new IllegalArgumentException(count + " of " + remaining() + " bytes");
    }
    long now = position;
    position = now + count;
  }

  /**
   * Asks the file for nothing: the kernel would only say that it is a bad descriptor.
   *
   * @throws java.nio.channels.NonReadableChannelException when it was opened for writing alone
   */
  public void requireReadable() throws FileError {
    try {
      UninterruptibleCalls.call(() -> file.read(NOTHING.duplicate(), position));
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  /**
   * Gives the file nothing: the kernel would only say that it is a bad descriptor.
   *
   * @throws java.nio.channels.NonWritableChannelException when it was opened for reading alone
   */
  public void requireWritable() throws FileError {
    try {
      UninterruptibleCalls.call(() -> file.write(NOTHING.duplicate(), position));
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  /**
   * Copies the next bytes, without taking them.
   *
   * @param target gets as many as it has room for, and remain, and the file has
   * @return false when the file has no more
   */
  public boolean peek(ByteBuffer target) throws FileError {
    cutToRemaining(target);
    try {
      return !hasRemaining() || UninterruptibleCalls.call(() -> file.read(target, position)) > 0;
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  /** Writes all of {@code source} to the front, and takes that. For engines. */
  public void fill(ByteBuffer source) throws FileError {
    try {
      write(source);
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  /** As {@link #fill}, with the file's own error. */
  void write(ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      advance(UninterruptibleCalls.call(() -> file.write(source, position)));
    }
  }

  /** Limits the room of {@code target} to what remains. */
  public void cutToRemaining(ByteBuffer target) {
    if (target.remaining() > remaining()) {
      target.limit(target.position() + (int) remaining());
    }
  }

  @Override
  public String toString() {
    return remaining() + " bytes of a file from " + position;
  }
}
