package switchboard.net;

import java.io.IOException;

/**
 * Adds one message to a sink, in any number of calls; see {@link Sink#atomically}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WriteAction {

  /**
   * Adds the message. Called once, on the thread that called {@link Sink#atomically}. Adding bytes
   * does not block, because the sink sends nothing before this returns.
   *
   * @param sink the sink to add to
   * @throws IOException as a method of the sink does
   */
  void write(Sink sink) throws IOException;
}
