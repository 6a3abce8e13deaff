package switchboard.server;

import java.time.Duration;
import switchboard.net.Address;

/**
 * A summary of a call that has ended, for {@link CallObserver#closed}. Immutable.
 *
 * @since 0.1.0
 */
public interface CallSummary {
  /** {@return the number of the call: a server numbers its calls from 1} */
  long id();

  /** {@return the address of the peer, or the address that {@link Call#setRemote} has set} */
  Address remote();

  /** {@return the name that the handler set with {@link Call#setProtocol}, or an empty string} */
  String protocol();

  /** {@return the number of bytes that the handler received} */
  long bytesRead();

  /** {@return the number of bytes that the handler passed to the kernel} */
  long bytesWritten();

  /**
   * {@return the time from when the connection got its slot until it was closed} It excludes the
   * time for which an accepted connection waited for a slot.
   */
  Duration duration();

  /** {@return the reason for which the connection was closed} */
  CloseReason reason();

  /**
   * {@return one sentence about the reason, such as the message of the exception that the handler
   * threw; empty if the handler returned}
   */
  String detail();
}
