package switchboard.hub;

import java.nio.ByteBuffer;
import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;

/**
 * A protocol that a {@link Hub} serves on its port: recognizes connections by their first bytes,
 * and handles them. The hub asks its protocols in a fixed order, and a connection belongs to the
 * first one that answers {@link Recognition#YES}. Thread-safe: many connections use one instance at
 * once.
 *
 * <pre>{@code
 * final class Daytime implements Protocol {
 *   public String name() {
 *     return "daytime";
 *   }
 *
 *   public Recognition recognize(ByteBuffer prefix, boolean complete) {
 *     return Protocol.startsWith(prefix, "TIME?".getBytes(US_ASCII));
 *   }
 *
 *   public void handle(Connection connection) throws IOException {
 *     connection.sink().writeLine(Instant.now().toString()).flush();
 *   }
 * }
 * }</pre>
 */
public interface Protocol extends ConnectionHandler {

  /**
   * Returns the name for logs, events and {@link switchboard.server.CallSummary#protocol}, in lower
   * case and unique within a hub, such as {@code http}.
   */
  String name();

  /**
   * Decides by the first bytes of a connection. Called again with more bytes after {@link
   * Recognition#NEED_MORE}. {@code YES} and {@code NO} are final: for a prefix with more bytes the
   * answer must be the same, so that the decision does not depend on how the bytes were split into
   * segments. Does not block.
   *
   * @param prefix the bytes received so far, from the first one; at most {@link Hub#PREFIX_MAX},
   *     read-only, and valid during the call only
   * @param complete whether no more bytes are considered, because the stream has ended, the client
   *     has paused, or a limit is reached; {@code prefix} may be empty only then, and {@code
   *     NEED_MORE} counts as {@code NO}
   */
  Recognition recognize(ByteBuffer prefix, boolean complete);

  /**
   * Serves one connection until it returns. The bytes that were looked at are still unread.
   *
   * @see ConnectionHandler#handle
   */
  @Override
  void handle(Connection connection) throws Exception;

  /**
   * Compares {@code prefix} with a fixed signature at the start of a stream: {@code YES} if it
   * starts with all of {@code signature}, {@code NEED_MORE} if it is a part of it, else {@code NO}.
   */
  static Recognition startsWith(ByteBuffer prefix, byte[] signature) {
    int mismatch = prefix.mismatch(ByteBuffer.wrap(signature));
    if (mismatch >= 0 && mismatch < Math.min(prefix.remaining(), signature.length)) {
      return Recognition.NO;
    }
    return prefix.remaining() >= signature.length ? Recognition.YES : Recognition.NEED_MORE;
  }
}
