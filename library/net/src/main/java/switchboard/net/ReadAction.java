package switchboard.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message from a source, in any number of calls; see {@link Source#atomically}.
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
   * @throws IOException as a method of the source does
   */
  T read() throws IOException;
}
