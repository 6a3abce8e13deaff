package switchboard.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import switchboard.net.Connection;
import switchboard.net.FileRange;

/**
 * Sends one answer: the head, from a buffer that it borrows while it sends, and the page behind it,
 * as the disk has it if it is long. Belongs to one call.
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
        return page.bytes() <= piece.remaining() ? sendShort(page, piece) : sendLong(page, piece);
      }
      byte[] text = withBody ? reply.textBytes() : new byte[0];
      connection.write(piece.put(text).flip());
      bytes = text.length;
      return true;
    } finally {
      KEPT.offer(piece);
    }
  }

  /** In one piece with its head. */
  private boolean sendShort(Folder.Page page, ByteBuffer piece) throws IOException {
    int head = piece.position();
    piece.limit(head + (int) page.bytes());
    int count;
    do {
      count = page.file().read(piece);
    } while (count > 0);
    boolean whole = !piece.hasRemaining();
    connection.write(piece.flip());
    bytes = (long) piece.limit() - head;
    return whole;
  }

  /** The length that was announced decides, whatever happens to the file meanwhile. */
  private boolean sendLong(Folder.Page page, ByteBuffer piece) throws IOException {
    connection.write(piece.flip());
    var range = FileRange.of(page.file(), 0, page.bytes());
    try {
      connection.transferFrom(range);
      return !range.hasRemaining();
    } finally {
      bytes = range.position();
    }
  }
}
