package switchboard.server;

/**
 * The code of an application that handles one datagram.
 *
 * <pre>{@code
 * DatagramHandler echo = message -> message.reply(message.content());
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DatagramHandler {

  /**
   * Handles one datagram. The handler may send a reply. Each socket of the server has one thread,
   * which handles the datagrams of that socket one at a time. If the server has several sockets,
   * their threads may call this method at the same time. This method should not block: while it
   * runs, the kernel buffers further datagrams and drops datagrams that do not fit into the
   * socket's receive buffer.
   *
   * @param message the datagram; its content is valid until this method returns
   * @throws Exception if the datagram cannot be handled. The exception is logged, and the server
   *     continues with the next datagram.
   */
  void handle(Datagram message) throws Exception;
}
