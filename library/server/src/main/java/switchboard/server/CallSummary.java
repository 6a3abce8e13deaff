package switchboard.server;

import java.time.Duration;
import switchboard.net.Address;

/** A call that has ended, as a {@link CallObserver} receives it. Immutable. */
public interface CallSummary {
  /** Returns the number of the call at its server, from 1. */
  long id();

  /** Returns the address of the peer. */
  Address remote();

  /** Returns the name that the handler set with {@link Call#setProtocol}, or an empty string. */
  String protocol();

  /** Returns the bytes that the handler received. */
  long bytesRead();

  /** Returns the bytes that the handler handed to the system. */
  long bytesWritten();

  /** Returns the time from accept to the close of the connection. */
  Duration duration();

  /** Returns why the connection was closed. */
  CloseReason reason();

  /**
   * Returns one sentence about the reason, such as the message of the exception that ended the
   * handler; empty if the handler returned.
   */
  String detail();
}
