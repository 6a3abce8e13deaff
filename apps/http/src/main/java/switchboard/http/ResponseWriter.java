package switchboard.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import switchboard.net.Connection;
import switchboard.net.FileRange;

/**
 * Sends responses. Sends the header section and a short body from a pooled buffer. Sends a long
 * file directly from the disk, with zero-copy where possible. Confined to one thread.
 */
final class ResponseWriter {
  private static final int PIECE_BYTES = 64 * 1024;
  private static final int KEPT_MAX = 16;
  private static final ArrayBlockingQueue<ByteBuffer> KEPT = new ArrayBlockingQueue<>(KEPT_MAX);

  private final Connection connection;
  private long bytes;

  ResponseWriter(Connection connection) {
    this.connection = connection;
  }

  /** Returns the number of bytes of the body that were sent. */
  long bytes() {
    return bytes;
  }

  /**
   * Sends a header section and the body.
   *
   * @return true if everything was sent; false if the file is shorter than announced. In that case,
   *     the connection must not be used again
   */
  boolean send(String head, HttpResponse reply, boolean withBody) throws IOException {
    ByteBuffer kept = KEPT.poll();
    ByteBuffer piece = kept == null ? ByteBuffer.allocateDirect(PIECE_BYTES) : kept.clear();
    try {
      piece.put(
          // the header section fits into the buffer, because the server has created the section
          head.getBytes(StandardCharsets.ISO_8859_1));
      HttpResponse.Content content = reply.content();
      if (withBody && content != null) {
        return content.length() <= piece.remaining()
            ? sendShort(content, piece)
            : sendLong(content, piece);
      }
      sendText(withBody ? reply.text().getBytes(StandardCharsets.UTF_8) : new byte[0], piece);
      return true;
    } finally {
      KEPT.offer(piece);
    }
  }

  private void sendText(byte[] text, ByteBuffer piece) throws IOException {
    int sent = 0;
    do {
      int count = Math.min(piece.remaining(), text.length - sent);
      connection.write(piece.put(text, sent, count).flip());
      piece.clear();
      sent += count;
      bytes = sent;
    } while (sent < text.length);
  }

  /** Sends a short file together with the header section in one write. */
  private boolean sendShort(HttpResponse.Content content, ByteBuffer piece) throws IOException {
    int head = piece.position();
    piece.limit(head + (int) content.length());
    int count;
    do {
      count = content.file().read(piece, content.first() + piece.position() - head);
    } while (count > 0);
    boolean complete = !piece.hasRemaining();
    connection.write(piece.flip());
    bytes = (long) piece.limit() - head;
    return complete;
  }

  /**
   * Sends a long file. Sends no more bytes than announced, even if the file has become longer.
   * Returns whether all announced bytes were sent.
   */
  private boolean sendLong(HttpResponse.Content content, ByteBuffer piece) throws IOException {
    connection.write(piece.flip());
    var range = FileRange.of(content.file(), content.first(), content.length());
    try {
      connection.transferFrom(range);
      return !range.hasRemaining();
    } finally {
      bytes = range.position() - content.first();
    }
  }
}
