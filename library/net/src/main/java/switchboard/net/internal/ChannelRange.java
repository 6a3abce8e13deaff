package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import switchboard.net.FileRange;
import switchboard.net.spi.FileError;
import switchboard.net.spi.support.UninterruptibleCalls;

/** The implementation of {@link FileRange}. */
public final class ChannelRange implements FileRange {
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final FileChannel file;
  private final long end;

  /** Whether the range is empty because it covers all of an empty file. */
  private final boolean ofEmptyFile;

  /**
   * The offset, in the file, of the next byte. Only the thread that uses the range writes this
   * field; any thread may read it.
   */
  private volatile long position;

  /** Creates a range of the bytes from {@code position} (inclusive) to {@code end} (exclusive). */
  public ChannelRange(FileChannel file, long position, long end, boolean ofEmptyFile) {
    this.file = file;
    this.position = position;
    this.end = end;
    this.ofEmptyFile = ofEmptyFile;
  }

  /**
   * Throws an exception if this range covers all of an empty file, because such a range could not
   * receive a byte.
   */
  void requireSpace() {
    if (ofEmptyFile) {
      throw new IllegalArgumentException(
          "the range is empty because the file is empty;"
              + " to receive into it, use FileRange.from(file, 0)");
    }
  }

  @Override
  public FileChannel file() {
    return file;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long remaining() {
    return end - position;
  }

  @Override
  public boolean hasRemaining() {
    return position < end;
  }

  @Override
  public void advance(long count) {
    if (count < 0 || count > remaining()) {
      throw new IllegalArgumentException(
          "cannot advance by " + count + " bytes: " + remaining() + " remain");
    }
    long now = position;
    position = now + count;
  }

  /**
   * Throws an exception if the file was not opened for reading. Without this check, the kernel
   * would report only the error EBADF.
   */
  void requireReadable() throws FileError {
    try {
      UninterruptibleCalls.call(() -> file.read(NOTHING.duplicate(), position));
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  /**
   * Throws an exception if the file was not opened for writing. Without this check, the kernel
   * would report only the error EBADF.
   */
  void requireWritable() throws FileError {
    try {
      UninterruptibleCalls.call(() -> file.write(NOTHING.duplicate(), position));
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  /**
   * Copies the next bytes to {@code target} without advancing the position. Returns false at the
   * end of the file.
   */
  boolean peek(ByteBuffer target) throws FileError {
    cutToRemaining(target);
    try {
      return !hasRemaining() || UninterruptibleCalls.call(() -> file.read(target, position)) > 0;
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  @Override
  public void fill(ByteBuffer source) throws FileError {
    try {
      write(source);
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  /** Works like {@link #fill}, but throws the file's own exception. */
  void write(ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      advance(UninterruptibleCalls.call(() -> file.write(source, position)));
    }
  }

  /** Limits the free space of {@code target} to the remaining bytes of the range. */
  void cutToRemaining(ByteBuffer target) {
    if (target.remaining() > remaining()) {
      target.limit(target.position() + (int) remaining());
    }
  }

  @Override
  public String toString() {
    return remaining() + " bytes of a file from " + position;
  }
}
