package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import switchboard.net.FileRange;
import switchboard.net.spi.FileError;
import switchboard.net.spi.support.UninterruptibleCalls;

/** Implementation of {@link FileRange}. */
public final class ChannelRange implements FileRange {
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final FileChannel file;
  private final long end;

  /**
   * Whether it has nothing because the file had nothing, and not because someone asked for that.
   */
  private final boolean ofEmptyFile;

  /** Written by the thread that has the range. */
  private volatile long position;

  /** Covers the bytes from {@code position} to before {@code end}. */
  public ChannelRange(FileChannel file, long position, long end, boolean ofEmptyFile) {
    this.file = file;
    this.position = position;
    this.end = end;
    this.ofEmptyFile = ofEmptyFile;
  }

  /** Fails if this covers all of an empty file, into which nothing can be received. */
  void requireSpace() {
    if (ofEmptyFile) {
      throw new IllegalArgumentException(
          "the range is all that the file has, which is nothing;"
              + " to receive, use FileRange.from(file, 0)");
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
      throw new IllegalArgumentException(count + " of " + remaining() + " bytes");
    }
    long now = position;
    position = now + count;
  }

  /** Fails if the file was not opened for reading: the kernel would only say EBADF. */
  void requireReadable() throws FileError {
    try {
      UninterruptibleCalls.call(() -> file.read(NOTHING.duplicate(), position));
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  /** Fails if the file was not opened for writing: the kernel would only say EBADF. */
  void requireWritable() throws FileError {
    try {
      UninterruptibleCalls.call(() -> file.write(NOTHING.duplicate(), position));
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  /**
   * Copies the next bytes to {@code target} without taking them; returns false at the end of the
   * file.
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

  /** As {@link #fill}, with the file's own error. */
  void write(ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      advance(UninterruptibleCalls.call(() -> file.write(source, position)));
    }
  }

  /** Limits the free space of {@code target} to the remaining bytes. */
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
