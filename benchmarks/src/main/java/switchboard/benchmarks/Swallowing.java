package switchboard.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import switchboard.net.Connection;
import switchboard.net.FileRange;

/** Handlers of servers that only receive, as fast as possible. */
final class Swallowing {
  private static final int PIECE_BYTES = 128 * 1024;

  /**
   * The maximum size of the file in bytes. After that number of bytes, the handler writes from the
   * beginning of the file again.
   */
  private static final int FILE_BYTES = 256 << 20;

  private Swallowing() {}

  static void forget(Connection from) throws IOException {
    var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    while (from.read(piece.clear()) >= 0) {}
  }

  static void intoFile(Connection from) throws IOException {
    try (FileChannel file = open()) {
      while (from.transferTo(FileRange.of(file, 0, FILE_BYTES)) == FILE_BYTES) {}
    }
  }

  static void intoFileCopied(Connection from) throws IOException {
    var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    try (FileChannel file = open()) {
      for (long at = 0; from.read(piece.clear()) >= 0; at = at < FILE_BYTES ? at : 0) {
        at += file.write(piece.flip(), at);
      }
    }
  }

  private static FileChannel open() throws IOException {
    return FileChannel.open(
        Files.createTempFile("switchboard-bulk", ".in"),
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }
}
