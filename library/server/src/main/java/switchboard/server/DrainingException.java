package switchboard.server;

import java.io.IOException;

/**
 * The server is draining, and by its {@link DrainPolicy} this call reads no more: thrown by reads
 * of a served connection. It is not the peer's end of stream. A handler that lets it pass has its
 * sink flushed and its connection closed in order; one that catches it may still write, and
 * returns.
 */
public final class DrainingException extends IOException {
  private static final long serialVersionUID = 1L;

  public DrainingException(String connection) {
    super("read " + connection + ": the server is draining");
  }
}
