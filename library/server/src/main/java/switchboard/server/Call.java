package switchboard.server;

import java.io.IOException;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.server.internal.ServedCall;

/**
 * One connection that a {@link Server} serves: what its handler can ask of the server. Safe for use
 * by several threads, except where a method says otherwise.
 */
public interface Call {
  /**
   * Returns the call that the calling thread serves.
   *
   * @throws java.util.NoSuchElementException on a thread that runs no handler
   */
  static Call current() {
    return ServedCall.current();
  }

  /** Returns the number of the call at its server, by which logs and events name it: from 1. */
  long id();

  /** Returns the connection that the handler was given. */
  Connection connection();

  /** Returns whether the server is draining: finish what is in progress, and return. */
  boolean isDraining();

  /**
   * Declares that everything that was read has been dealt with, and that the next byte begins a
   * message: a drain ends the call here at the latest ({@link DrainPolicy#BETWEEN_MESSAGES}).
   * Called by the thread that reads, before it reads the next message; a {@code FramedConnection}
   * does so by itself.
   */
  void messageComplete();

  /**
   * Sets an action that runs when the server begins to drain, on a virtual thread of its own, or at
   * once if it drains already: to say goodbye, for instance. The call may have ended by then.
   * Replaces the action that was set before.
   */
  void onDrain(Runnable action);

  /**
   * Sets the name of the protocol that the peer speaks, for {@link CallObserver}s: for handlers
   * that recognise one of several.
   */
  void setProtocol(String name);

  /**
   * Replaces the address of the peer, when a proxy that stands between has sent it (the PROXY
   * protocol of HAProxy). From now on {@link Connection#remote} of the handler's connection, logs,
   * events and {@link CallSummary#remote} show it, and the call counts for it in {@link
   * Limits#perAddress}. Errors that the socket itself reports, and {@link CallObserver#opened},
   * which was called before, have the address of the proxy. Call it before other threads use the
   * connection, and only with an address from a proxy that is trusted.
   *
   * <pre>{@code
   * String[] header = connection.source().readLine(107).split(" ");
   * Call.current().setRemote(
   *     Address.inet(java.net.InetAddress.ofLiteral(header[2]), Integer.parseInt(header[4])));
   * }</pre>
   *
   * @throws switchboard.net.SocketClosedException when {@code remote} has as many connections as
   *     {@link Limits#perAddress} permits; then the call ends as {@link CloseReason#REJECTED}, and
   *     the peer receives the {@link Server.Builder#rejectionMessage}
   */
  void setRemote(Address remote) throws IOException;

  /**
   * Records that the peer is about to be disconnected because it reads too slowly: {@link
   * CloseReason#SLOW_CONSUMER}, unless the server has ended the call for another reason before.
   *
   * @param detail what was waiting to be sent
   */
  void slowConsumer(String detail);
}
