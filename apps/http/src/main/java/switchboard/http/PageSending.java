package switchboard.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import switchboard.net.Connection;

/**
 * Sends one answer from a buffer that it borrows while it sends, the head and the beginning of the
 * page in one piece. Belongs to one call.
 */
final class PageSending {
  private static final int PIECE_BYTES = 64 * 1024;
  private static final int KEPT_MAX = 16;
  private static final ArrayBlockingQueue<ByteBuffer> KEPT = new ArrayBlockingQueue<>(KEPT_MAX);

  private final Connection connection;
  private long bytes;

  PageSending(Connection connection) {
    this.connection = connection;
  }

  /** How many bytes of the body were sent. */
  long bytes() {
    return bytes;
  }

  /**
   * Sends a head, and the body that belongs to it.
   *
   * @return false when the page has become shorter: then the connection is not to be used again
   */
  boolean send(String head, Reply reply, boolean withBody) throws IOException {
    ByteBuffer kept = KEPT.poll();
    ByteBuffer piece = kept == null ? ByteBuffer.allocateDirect(PIECE_BYTES) : kept.clear();
    try {
      piece.put(head.getBytes(StandardCharsets.ISO_8859_1)); // fits: we made all of it
      Folder.Page page = reply.page();
      if (withBody && page != null) {
        return send(page, piece);
      }
      byte[] text = withBody ? reply.textBytes() : new byte[0];
      connection.write(piece.put(text).flip());
      bytes = text.length;
      return true;
    } finally {
      KEPT.offer(piece);
    }
  }

  /** The length that was announced decides, whatever happens to the file meanwhile. */
  private boolean send(Folder.Page page, ByteBuffer piece) throws IOException {
    FileChannel file = page.file();
    long left = page.bytes();
    do {
      piece.limit((int) Math.min(piece.capacity(), piece.position() + left));
      int count = left == 0 ? 0 : file.read(piece);
      if (count < 0) {
        return false;
      }
      left -= count;
      connection.write(piece.flip());
      bytes += count;
      piece.clear();
    } while (left > 0);
    return true;
  }
}
