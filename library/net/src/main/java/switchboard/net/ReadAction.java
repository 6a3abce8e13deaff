package switchboard.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message from a source, with any number of calls of the source; see {@link
 * Source#atomically}.
 *
 * @param <T> the type of the message
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReadAction<T extends @Nullable Object> {

  /**
   * Reads the message. Called once, on the thread that called {@link Source#atomically}.
   *
   * @return the message
   * @throws IOException if a method of the source throws it
   */
  T read() throws IOException;
}
