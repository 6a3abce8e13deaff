package switchboard.net;

/** What a thread may wait for on a socket: that a {@code try…} call would get somewhere. */
public enum Interest {
  /** Bytes, a datagram, a caller to accept, the end of the stream, or an error can be read. */
  READ,
  /** Bytes or a datagram would be taken; a pending connect is decided. */
  WRITE
}
