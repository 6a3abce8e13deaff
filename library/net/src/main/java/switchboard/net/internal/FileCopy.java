package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import switchboard.net.Connection;
import switchboard.net.FileRange;
import switchboard.net.spi.FileError;

/**
 * Copies bytes between a file and a connection through memory, if the engine or the file does not
 * support a transfer in the kernel.
 */
public final class FileCopy {
  /**
   * The number of bytes that are read and written at a time. Greater than the size of the buffers
   * for messages, because each piece also costs a system call for the file.
   */
  private static final int PIECE_BYTES = 64 * 1024;

  private static final int KEPT_MAX = 16;

  /**
   * Buffers to be reused, because allocating a direct buffer for each transfer would be expensive.
   */
  private static final ArrayBlockingQueue<ByteBuffer> KEPT = new ArrayBlockingQueue<>(KEPT_MAX);

  private FileCopy() {}

  /** A function that writes all remaining bytes of a buffer. */
  interface Writing {
    void write(ByteBuffer source) throws IOException;
  }

  /** A function that reads at least one byte, or returns -1 at EOF. */
  interface Reading {
    int read(ByteBuffer target) throws IOException;
  }

  /** Sends the remaining bytes of {@code range}, but only up to the end of the file. */
  static void send(FileRange range, Writing to) throws IOException {
    ByteBuffer piece = borrow();
    try {
      while (range.hasRemaining() && ((ChannelRange) range).peek(piece.clear())) {
        piece.flip();
        try {
          to.write(piece);
        } finally {
          range.advance(piece.position());
        }
      }
    } finally {
      KEPT.offer(piece);
    }
  }

  /** Receives bytes into {@code range} until the range is full or EOF is reached. */
  static void receive(Reading from, FileRange range) throws IOException {
    ByteBuffer piece = borrow();
    try {
      while (range.hasRemaining()) {
        ((ChannelRange) range).cutToRemaining(piece.clear());
        if (from.read(piece) < 0) {
          return;
        }
        range.fill(piece.flip());
      }
    } finally {
      KEPT.offer(piece);
    }
  }

  /**
   * Sends a range of a file over a connection. Returns the number of bytes. If the file cannot be
   * read or written, throws the exception of the file.
   */
  public static long send(FileRange range, Connection to) throws IOException {
    long before = range.remaining();
    try {
      send(range, to::write);
    } catch (FileError e) {
      throw e.ofFile();
    }
    return before - range.remaining();
  }

  /**
   * Receives bytes from a connection into a range of a file. Returns the number of bytes. If the
   * file cannot be read or written, throws the exception of the file.
   */
  public static long receive(Connection from, FileRange range) throws IOException {
    ((ChannelRange) range).requireSpace();
    long before = range.remaining();
    try {
      receive(from::read, range);
    } catch (FileError e) {
      throw e.ofFile();
    }
    return before - range.remaining();
  }

  private static ByteBuffer borrow() {
    ByteBuffer kept = KEPT.poll();
    return kept == null ? ByteBuffer.allocateDirect(PIECE_BYTES) : kept;
  }
}
