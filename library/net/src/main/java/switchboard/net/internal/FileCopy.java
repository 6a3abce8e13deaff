package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import switchboard.net.Connection;
import switchboard.net.FileRange;
import switchboard.net.spi.FileError;

/**
 * Moves the bytes of files by way of memory, where engine or file know no shorter way. A buffer is
 * borrowed while they move.
 */
public final class FileCopy {
  /** Larger than for messages: each piece is a call of the file system too. */
  private static final int PIECE_BYTES = 64 * 1024;

  private static final int KEPT_MAX = 16;
  private static final ArrayBlockingQueue<ByteBuffer> KEPT = new ArrayBlockingQueue<>(KEPT_MAX);

  private FileCopy() {}

  /** A write of all that remains in the buffer. */
  interface Writing {
    void write(ByteBuffer source) throws IOException;
  }

  /** A read of at least one byte; -1 at the end. */
  interface Reading {
    int read(ByteBuffer target) throws IOException;
  }

  /** Sends what remains of {@code range}, or as much as the file has. */
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

  /** Fills {@code range} until it is full or the stream ends. */
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

  /** Over a connection, with the file's own errors as they are. */
  public static long send(FileRange range, Connection to) throws IOException {
    long before = range.remaining();
    try {
      send(range, to::write);
    } catch (FileError e) {
      throw e.ofFile();
    }
    return before - range.remaining();
  }

  /** Over a connection, with the file's own errors as they are. */
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
