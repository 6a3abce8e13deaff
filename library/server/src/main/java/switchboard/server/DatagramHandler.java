package switchboard.server;

/** The code of an application that serves datagrams, one at a time. */
@FunctionalInterface
public interface DatagramHandler {

  /**
   * Serves one datagram, and replies or not. The datagrams of one socket are served in turn, on
   * that socket's thread; those of several sockets at once. While this runs, the kernel buffers
   * datagrams and drops those that do not fit into the socket's buffer, so it should return soon.
   *
   * @throws Exception when it fails; the datagram is lost, and the next one is served
   */
  void handle(Datagram message) throws Exception;
}
