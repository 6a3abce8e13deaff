package switchboard.server;

import java.time.Duration;
import switchboard.net.Address;

/**
 * A summary of a call that has ended, for {@link CallObserver#closed}. Immutable.
 *
 * @since 0.1.0
 */
public interface CallSummary {
  /** {@return the number of the call; the first connection of a server has number 1} */
  long id();

  /**
   * {@return the address of the peer, or the address that the handler set by {@link
   * Call#setRemote}}
   */
  Address remote();

  /** {@return the name that the handler set with {@link Call#setProtocol}, or an empty string} */
  String protocol();

  /** {@return the number of bytes that the handler received} */
  long bytesRead();

  /** {@return the number of bytes that the handler has written and the kernel has accepted} */
  long bytesWritten();

  /**
   * {@return the time from the moment when a connection slot was assigned to the connection until
   * the connection was closed} The time for which an accepted connection waited for a slot is not
   * included.
   */
  Duration duration();

  /** {@return the reason why the connection was closed} */
  CloseReason reason();

  /**
   * {@return one sentence about the reason, such as the message of the exception that the handler
   * threw; an empty string if the handler returned}
   */
  String detail();
}
