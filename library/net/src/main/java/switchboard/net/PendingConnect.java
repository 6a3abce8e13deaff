package switchboard.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connect that was started and is not yet decided: {@link Readiness} shows it as writable when it
 * can be finished, and as broken once it is known to have failed. Owned by who started it, until it
 * gives the connection.
 */
public interface PendingConnect extends Selectable {

  /**
   * Never blocks.
   *
   * @return the connection, once; null while the connect is undecided
   * @throws ConnectionRefusedException when nobody listens there
   * @throws UnreachableException when there is no way there
   * @throws SocketClosedException when the attempt was given up by {@link #close}
   * @throws IllegalStateException when the connection was handed out already
   */
  @Nullable Connection finishConnect() throws IOException;

  /**
   * Blocks until it is decided.
   *
   * @throws IOException as {@link #finishConnect}
   */
  Connection awaitConnect() throws IOException;

  /** Where to. */
  Address remote();

  /** Gives the attempt up; does nothing to a connection that was already handed out. */
  @Override
  void close();
}
