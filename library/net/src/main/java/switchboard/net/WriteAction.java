package switchboard.net;

import java.io.IOException;

/**
 * Writes one message to a sink, with any number of calls of the sink; see {@link Sink#atomically}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WriteAction {

  /**
   * Writes the message to {@code sink}. Called once, on the thread that called {@link
   * Sink#atomically}. Writing does not block, because the sink sends nothing before this method
   * returns.
   *
   * @param sink buffers the bytes of the message
   * @throws IOException if a method of the sink throws it
   */
  void write(Sink sink) throws IOException;
}
