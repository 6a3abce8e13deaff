package switchboard.server;

import java.io.IOException;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.server.internal.ServedCall;

/**
 * One connection that a {@link Server} is serving, with what its handler can ask of the server. A
 * handler gets it from {@link #current()}.
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
   * {@return the call that the calling thread serves}
   *
   * @throws java.util.NoSuchElementException if the calling thread does not run a handler
   */
  static Call current() {
    return ServedCall.current();
  }

  /** {@return the number that identifies the call in logs and events: a server counts from 1} */
  long id();

  /** {@return the connection that was passed to the handler} */
  Connection connection();

  /**
   * {@return whether the server is draining} A handler should then finish the work in progress and
   * return.
   */
  boolean isDraining();

  /**
   * Declares that all bytes that were read have been processed, and that the next byte begins a
   * message. Under {@link DrainPolicy#BETWEEN_MESSAGES}, a drain ends the call at such a point. The
   * thread that reads must call this method before it reads the next message. A {@code
   * FramedConnection} calls it; other handlers have to.
   */
  void messageComplete();

  /**
   * Sets an action that runs when the server begins to drain, on a virtual thread of its own. It
   * can send a final message, for instance. If the server is draining already, the action runs
   * immediately. The call may have ended when it runs.
   *
   * @param action replaces the action that was set before
   */
  void onDrain(Runnable action);

  /**
   * Sets the name of the protocol that the peer speaks, for {@link CallSummary#protocol}. It is
   * meant for handlers that recognise one of several protocols.
   *
   * @param name the name to report; by default it is empty
   */
  void setProtocol(String name);

  /**
   * Replaces the address of the peer by the one that a proxy has sent, as in the PROXY protocol of
   * HAProxy. From now on {@link Connection#remote} of the handler's connection, {@link
   * CallSummary#remote}, logs and events show the new address, and the call counts towards {@link
   * Limits#perAddress} for it. The address of the proxy remains in errors that the socket reports,
   * and in {@link CallObserver#opened}, which has been called already. Call it before other threads
   * use the connection.
   *
   * <pre>{@code
   * String[] header = connection.source().readLine(107).split(" ");
   * Call.current().setRemote(
   *     Address.inet(java.net.InetAddress.ofLiteral(header[2]), Integer.parseInt(header[4])));
   * }</pre>
   *
   * @param remote the address of the client, from a proxy that is trusted
   * @throws switchboard.net.SocketClosedException if {@code remote} has reached {@link
   *     Limits#perAddress}. The call then ends with {@link CloseReason#REJECTED}, and the peer
   *     receives the {@link Server.Builder#rejectionMessage}.
   * @throws IOException if an I/O error occurs
   */
  void setRemote(Address remote) throws IOException;

  /**
   * Records that the peer is about to be disconnected because it reads too slowly: sets the reason
   * to {@link CloseReason#SLOW_CONSUMER}. Has no effect if the server has already ended the call
   * for another reason.
   *
   * @param detail describes the data that could not be sent, for logs and events
   */
  void slowConsumer(String detail);
}
