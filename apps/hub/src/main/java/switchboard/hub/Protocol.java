package switchboard.hub;

import java.nio.ByteBuffer;
import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;

/**
 * A protocol that a {@link Hub} serves on its port. It recognizes connections by their first bytes,
 * and handles them. The hub tries its protocols in a fixed order, and uses the first one that
 * returns {@link Recognition#YES}. Implementations must be thread-safe, because many connections
 * use one instance at once.
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
   * Decides by the first bytes of a connection whether it speaks this protocol. Called again with
   * more bytes after {@link Recognition#NEED_MORE}. {@code YES} and {@code NO} are final: a longer
   * prefix must have the same result, so that the decision does not depend on how the bytes were
   * split into segments. Must not block.
   *
   * @param prefix the bytes received so far, from the first one; at most {@link Hub#PREFIX_MAX},
   *     read-only, and valid during the call only
   * @param complete true if there will be no more bytes, because of EOF, a pause of the client, or
   *     a limit; only then may {@code prefix} be empty, and {@code NEED_MORE} counts as {@code NO}
   * @return the decision
   */
  Recognition recognize(ByteBuffer prefix, boolean complete);

  /**
   * Serves one connection. The bytes that were passed to {@link #recognize} are still unread.
   *
   * @see ConnectionHandler#handle
   */
  @Override
  void handle(Connection connection) throws Exception;

  /**
   * Compares the first bytes with a fixed signature.
   *
   * @param prefix the bytes received so far; its position is not changed
   * @param signature the bytes with which the stream must start
   * @return {@code YES} if {@code prefix} starts with the complete signature, {@code NEED_MORE} if
   *     it is the beginning of the signature, otherwise {@code NO}
   */
  static Recognition startsWith(ByteBuffer prefix, byte[] signature) {
    int mismatch = prefix.mismatch(ByteBuffer.wrap(signature));
    if (mismatch >= 0 && mismatch < Math.min(prefix.remaining(), signature.length)) {
      return Recognition.NO;
    }
    return prefix.remaining() >= signature.length ? Recognition.YES : Recognition.NEED_MORE;
  }
}
