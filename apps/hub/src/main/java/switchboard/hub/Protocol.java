package switchboard.hub;

import java.nio.ByteBuffer;
import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;

/**
 * A protocol that a {@link Hub} serves on its port. A protocol recognizes its connections by their
 * first bytes, and handles these connections. The hub tries its protocols in a fixed order, and
 * uses the first protocol that returns {@link Recognition#YES}. Implementations must be
 * thread-safe, because many connections use the same instance at the same time.
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
   * Returns the name of this protocol, such as {@code http}. It is used in logs, events and {@link
   * switchboard.server.CallSummary#protocol}. It must be in lower case and unique within a hub.
   */
  String name();

  /**
   * Decides by the first bytes from a client whether the client uses this protocol. If the result
   * is {@link Recognition#NEED_MORE}, the hub calls this method again with more bytes. {@code YES}
   * and {@code NO} are final: this method must return the same result for a longer prefix, so that
   * the decision does not depend on how the bytes were split into segments. Must not block.
   *
   * @param prefix all bytes that the client has sent so far, at most {@link Hub#PREFIX_MAX}. The
   *     buffer is read-only, and valid only during this call
   * @param complete true if no more bytes will be passed to this method, because of EOF, a pause of
   *     the client, or a limit. In this case, {@code prefix} may be empty, and the result {@code
   *     NEED_MORE} is treated as {@code NO}
   * @return the decision
   */
  Recognition recognize(ByteBuffer prefix, boolean complete);

  /**
   * Serves one connection. This method reads the stream from its beginning: the bytes that were
   * passed to {@link #recognize} have not been consumed.
   *
   * @see ConnectionHandler#handle
   */
  @Override
  void handle(Connection connection) throws Exception;

  /**
   * Compares the first bytes from a client with a fixed signature.
   *
   * @param prefix the bytes received so far; the position of the buffer is not changed
   * @param signature the bytes with which the stream must start
   * @return {@code YES} if {@code prefix} starts with the complete signature, {@code NEED_MORE} if
   *     {@code prefix} is shorter than the signature and equals its beginning, otherwise {@code NO}
   */
  static Recognition startsWith(ByteBuffer prefix, byte[] signature) {
    int mismatch = prefix.mismatch(ByteBuffer.wrap(signature));
    if (mismatch >= 0 && mismatch < Math.min(prefix.remaining(), signature.length)) {
      return Recognition.NO;
    }
    return prefix.remaining() >= signature.length ? Recognition.YES : Recognition.NEED_MORE;
  }
}
