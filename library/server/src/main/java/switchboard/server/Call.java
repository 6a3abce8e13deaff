package switchboard.server;

import java.io.IOException;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.server.internal.ServedCall;

/**
 * One connection that a {@link Server} is serving. The handler of the connection uses its call to
 * communicate with the server, and obtains the call from {@link #current()}.
 *
 * <pre>{@code
 * Call call = Call.current();
 * call.setProtocol("lines");
 * while (!call.isDraining()) {
 *   String line = connection.source().readLine(1000);
 *   if (line == null) {
 *     break; // EOF
 *   }
 *   connection.sink().writeLine(line).flush();
 *   call.messageComplete();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads, unless a method says otherwise.
 *
 * @since 0.1.0
 */
public interface Call {
  /**
   * {@return the call whose handler runs on the calling thread}
   *
   * @throws java.util.NoSuchElementException if the calling thread does not run a handler
   */
  static Call current() {
    return ServedCall.current();
  }

  /** {@return the number of the call in logs and events; the first connection of a server is 1} */
  long id();

  /** {@return the connection that was passed to the handler} */
  Connection connection();

  /**
   * {@return whether the server is draining, that is, shutting down gracefully} If so, the handler
   * should finish the work in progress and return.
   */
  boolean isDraining();

  /**
   * Declares that the handler has processed all bytes that it has read, and that the next byte
   * begins a new message. When the server drains under {@link DrainPolicy#BETWEEN_MESSAGES}, it
   * ends the call at such a point. The thread that reads must call this method before it reads the
   * next message. A {@code FramedConnection} calls this method itself; a handler that does not use
   * a {@code FramedConnection} must call this method.
   */
  void messageComplete();

  /**
   * Sets an action that the server runs on a new virtual thread when it begins to drain, that is,
   * to shut down gracefully. The action can send a final message, for example. If the server is
   * already draining, the action runs immediately. The call may already have ended when the action
   * runs.
   *
   * @param action the action; it replaces an action that was set earlier
   */
  void onDrain(Runnable action);

  /**
   * Sets the name of the protocol that the peer uses, which {@link CallSummary#protocol} returns.
   * This method is meant for handlers that support several protocols and detect which one a peer
   * uses.
   *
   * @param name the name to report; if this method is not called, the name is empty
   */
  void setProtocol(String name);

  /**
   * Replaces the address of the peer by the client address that a proxy has sent, as in the PROXY
   * protocol of HAProxy. After this call, {@link Connection#remote} of the handler's connection,
   * {@link CallSummary#remote}, logs and events show the new address, and the call counts towards
   * the {@link Limits#perAddress} limit of the new address. The address of the proxy still appears
   * in errors that the socket reports, and {@link CallObserver#opened} was called with the address
   * of the proxy. Call {@code setRemote} before other threads use the connection.
   *
   * <pre>{@code
   * String[] header = connection.source().readLine(107).split(" ");
   * Call.current().setRemote(
   *     Address.inet(java.net.InetAddress.ofLiteral(header[2]), Integer.parseInt(header[4])));
   * }</pre>
   *
   * @param remote the address of the client, as sent by a trusted proxy
   * @throws switchboard.net.SocketClosedException if {@code remote} already has the maximum number
   *     of connections ({@link Limits#perAddress}). In this case the call ends with {@link
   *     CloseReason#REJECTED}, and the peer receives the {@link Server.Builder#rejectionMessage}.
   * @throws IOException if an I/O error occurs
   */
  void setRemote(Address remote) throws IOException;

  /**
   * Declares that the handler will disconnect the peer because the peer reads too slowly. Sets the
   * reason for the end of the call to {@link CloseReason#SLOW_CONSUMER}. Has no effect if the
   * server has already ended the call for a different reason.
   *
   * @param detail describes the data that could not be sent, for logs and events
   */
  void slowConsumer(String detail);
}
