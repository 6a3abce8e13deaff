package switchboard.net;

/**
 * The state of the peer of a connection, as far as this machine knows; see {@link
 * Connection#peerState}.
 *
 * @since 0.1.0
 */
public enum PeerState {
  /** No FIN and no reset has arrived from the peer. */
  OPEN,

  /**
   * The peer has shut down its output: EOF follows the bytes that have not been read yet. The peer
   * may still read. A TCP peer that has closed its socket has the same state, until it answers data
   * with a reset (RFC 9293 §3.6).
   */
  HALF_CLOSED,

  /** The connection is lost, or the peer has closed its Unix socket. Writes fail. */
  DISCONNECTED,

  /**
   * The state is unknown: the engine cannot determine it without reading (it lacks {@link
   * switchboard.net.spi.Capability#PEER_STATE}), or this side has closed the connection or shut
   * down its input.
   */
  UNKNOWN
}
