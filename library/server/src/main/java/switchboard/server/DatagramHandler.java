package switchboard.server;

/** What an application writes for datagrams: plain code that deals with one message at a time. */
@FunctionalInterface
public interface DatagramHandler {

  /**
   * Deals with a message that came, and answers it or not. Messages of one socket are served in
   * turn, on that socket's thread; those of several sockets at once. While this runs, the kernel
   * keeps what comes, and drops what is more than the socket's buffer holds: so be quick. When this
   * throws, the message is lost, and nothing else is.
   */
  void handle(Datagram message) throws Exception;
}
