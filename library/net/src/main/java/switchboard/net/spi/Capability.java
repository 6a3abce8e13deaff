package switchboard.net.spi;

/** What an engine may be unable to do, named so that nothing is left out in silence. */
public enum Capability {
  /** TCP over IPv4. */
  TCP4,
  /** TCP over IPv6. */
  TCP6,
  /** Unix stream sockets with a path. */
  UNIX_STREAM,
  /** Linux abstract Unix names. */
  UNIX_ABSTRACT,
  /** UDP. */
  UDP,
  /** Both families on one listening socket. */
  DUAL_STACK,
  /** A reset reaches the peer as one, at once. */
  RESET,
  /** A buffer in each direction that takes a bounded amount, and then blocks the writer. */
  BACKPRESSURE,
  /** Datagrams report that nobody listens at a connected peer. */
  DATAGRAM_REFUSED,
  /**
   * A datagram socket bound to every interface tells the address that each datagram was sent to.
   */
  DATAGRAM_DESTINATION,
  /** Datagram sockets join multicast groups. */
  MULTICAST,
  /** Socket options reach a kernel. */
  KERNEL_OPTIONS,
  /** Virtual threads can run on event loops of the engine: {@link Engine#eventLoopThread}. */
  EVENT_LOOPS,
  /** Files are sent without their bytes being copied through the process, as by sendfile(2). */
  ZERO_COPY_SEND,
  /** Files are received without their bytes being copied through the process, as by splice(2). */
  ZERO_COPY_RECEIVE,
  /** A stream reports EOF and loss of its peer without being read. */
  PEER_STATE,
  /** A stream tells how much of what was written the peer's machine has acknowledged. */
  ACKNOWLEDGEMENTS
}
