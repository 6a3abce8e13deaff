package switchboard.examples;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Carries messages in one direction for a {@link SimulatedGame}. No method blocks. */
interface Way {

  /** Sends a message at the given time. */
  void send(byte[] message, long nowMillis) throws IOException;

  /** Returns the next message that has arrived by {@code nowMillis}, or null. */
  byte @Nullable [] poll(long nowMillis) throws IOException;
}
