package switchboard.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes one message from a source, with as many calls as it needs; see {@link Source#atomically}.
 *
 * @param <T> what it gives
 */
@FunctionalInterface
public interface ReadAction<T extends @Nullable Object> {

  /** What it took; fails as a read may. */
  T read() throws IOException;
}
