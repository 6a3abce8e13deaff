package switchboard.net.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;

/** A listening socket of an engine. */
public interface ListenerHandle extends Handle {

  /** Blocks until somebody calls. */
  StreamHandle accept() throws IOException;

  /** Like {@link #accept}, but returns null instead of blocking. */
  @Nullable StreamHandle tryAccept() throws IOException;

  /** Where it listens, with the port that the system chose. */
  Address local();
}
