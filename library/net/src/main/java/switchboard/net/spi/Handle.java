package switchboard.net.spi;

import java.io.IOException;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.support.Waiting;

/**
 * What an engine owns for one socket. Used by the core alone, which sees to it that no two threads
 * read, and no two write, one handle at once. Errors are {@link SystemError}, and what {@link
 * Waiting} throws.
 */
public interface Handle {

  /** As {@link switchboard.net.Selectable#onReady} says; closing tells as well. */
  Registration onReady(Interest interest, Runnable wake);

  /** The options of this socket. */
  ConnectionOptions options();

  /** Gives the socket back; wakes whoever is blocked in it. Repeatable, any thread. */
  void close() throws IOException;
}
