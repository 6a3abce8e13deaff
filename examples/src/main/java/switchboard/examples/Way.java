package switchboard.examples;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A simulated network connection for {@link SimulatedGame} that transports messages in one
 * direction. No method blocks.
 */
interface Way {

  /** Sends a message at the given time. */
  void send(byte[] message, long nowMillis) throws IOException;

  /**
   * Returns the next message that has arrived by the time {@code nowMillis}, or null if no further
   * message has arrived by then.
   */
  byte @Nullable [] poll(long nowMillis) throws IOException;
}
