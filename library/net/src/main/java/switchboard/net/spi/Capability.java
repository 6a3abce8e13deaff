package switchboard.net.spi;

/**
 * A feature that an engine may lack. A test that runs with every engine is skipped only for an
 * engine that does not report a capability that the test needs.
 *
 * @since 0.1.0
 */
public enum Capability {
  /** TCP over IPv4. */
  TCP4,
  /** TCP over IPv6. */
  TCP6,
  /** Unix stream sockets that are bound to a path in the file system. */
  UNIX_STREAM,
  /** Unix sockets with Linux abstract names (unix(7)). */
  UNIX_ABSTRACT,
  /** UDP. */
  UDP,
  /** One listening socket accepts connections over both IPv4 and IPv6. */
  DUAL_STACK,
  /** A reset reaches the peer immediately, and the peer's calls fail instead of reading EOF. */
  RESET,
  /**
   * Each direction of a stream has a buffer of bounded size. A writer blocks while the buffer is
   * full.
   */
  BACKPRESSURE,
  /** A connected datagram socket reports an error if no socket is bound to the peer's address. */
  DATAGRAM_REFUSED,
  /**
   * A datagram socket that is bound to all interfaces reports the address to which each datagram
   * was sent.
   */
  DATAGRAM_DESTINATION,
  /** Datagram sockets can join multicast groups. */
  MULTICAST,
  /** Socket options are set in a kernel, not simulated. */
  KERNEL_OPTIONS,
  /** Virtual threads can run on event loops of the engine: {@link Engine#eventLoopThread}. */
  EVENT_LOOPS,
  /** Files are sent without copying their bytes through the process, as sendfile(2) does. */
  ZERO_COPY_SEND,
  /** Files are received without copying their bytes through the process, as splice(2) does. */
  ZERO_COPY_RECEIVE,
  /** A stream reports EOF and the loss of the connection even if no thread reads. */
  PEER_STATE,
  /** A stream reports how many written bytes the peer's machine has not acknowledged yet. */
  ACKNOWLEDGEMENTS
}
