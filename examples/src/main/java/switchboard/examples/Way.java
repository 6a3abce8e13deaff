package switchboard.examples;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What carries messages in one direction, for a {@link SimulatedGame}; nothing blocks. */
interface Way {

  void send(byte[] message, long nowMillis) throws IOException;

  /** The next message that has arrived by now, or null. */
  byte @Nullable [] poll(long nowMillis) throws IOException;
}
