package switchboard.server;

/**
 * An application's code for one datagram.
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
   * Handles one datagram, with or without a reply. Each socket of the server has one thread, which
   * handles the datagrams of that socket one at a time; several sockets call this method at once.
   * It should return quickly: meanwhile the kernel buffers further datagrams, and drops those that
   * do not fit into the socket's buffer.
   *
   * @param message the datagram; its content is valid until this method returns
   * @throws Exception if it fails. The datagram is lost, the exception is logged, and the server
   *     continues with the next datagram.
   */
  void handle(Datagram message) throws Exception;
}
